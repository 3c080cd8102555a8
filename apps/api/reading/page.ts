import { invalidRequest } from '../problems/api-problem.js';
import type { PageDto } from './page.dto.js';

const limit_default = 50;
const cursorFormat = /^(\d{1,15})\.(\w{1,40})$/;

/** A place in a list, newest first: the last one of the page before. */
export interface Place {
  readonly createdAt: Date;
  readonly id: string;
}

export interface PageRequest {
  readonly after: Place | undefined;
  readonly limit: number;
}

export interface Page<Item> {
  readonly records: readonly Item[];
  readonly hasMore: boolean;
}

interface List<Resource> {
  readonly object: 'list';
  readonly data: readonly Resource[];
  readonly has_more: boolean;
  readonly next_cursor: string | null;
}

/** @throws ApiProblem when the cursor is none, or one of another list. */
export function requestedPage({ limit, cursor }: PageDto, idFormat: RegExp): PageRequest {
  return {
    after: cursor === undefined ? undefined : placeOf(cursor, idFormat),
    limit: Number(limit ?? limit_default),
  };
}

/** @param rows One more than the limit, when there are so many. */
export function pageOf<Row, Item>(rows: readonly Row[], limit: number, itemOf: (row: Row) => Item): Page<Item> {
  return { records: rows.slice(0, limit).map((row) => itemOf(row)), hasMore: rows.length > limit };
}

export function listOf<Resource extends { readonly id: string; readonly created_at: string }>(
  data: readonly Resource[],
  hasMore: boolean,
): List<Resource> {
  const last = data.at(-1);
  return { object: 'list', data, has_more: hasMore, next_cursor: hasMore && last ? cursorText(last) : null };
}

/** Holds no secret and no right: the tenant still comes from the credential. */
function cursorText({ id, created_at: createdAt }: { readonly id: string; readonly created_at: string }): string {
  return Buffer.from(`${new Date(createdAt).getTime()}.${id}`).toString('base64url');
}

function placeOf(text: string, idFormat: RegExp): Place {
  const [, milliseconds, id] = cursorFormat.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (milliseconds === undefined || id === undefined || !idFormat.test(id))
    throw invalidRequest('cursor', 'is not one of ours');
  return { createdAt: new Date(Number(milliseconds)), id };
}
