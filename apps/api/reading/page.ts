import { invalidRequest } from '../problems/api-problem.js';
import type { PageDto } from './page.dto.js';

const limit_default = 50;
const cursorFormat = /^(\d{1,15})\.(.+)$/;

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

/** Reads one row more than is asked for, to know whether there are more. */
export async function readPage<Row>(
  { after, limit }: PageRequest,
  read: (page: { after: { at: Date; id: string } | undefined; limit: number }) => Promise<readonly Row[]>,
): Promise<Page<Row>> {
  const rows = await read({ after: after && { at: after.createdAt, id: after.id }, limit: limit + 1 });
  return pageOf(rows, limit, (row) => row);
}

export function listOf<Resource extends { readonly id: string; readonly created_at: string }>(
  data: readonly Resource[],
  hasMore: boolean,
): List<Resource> {
  return listBy(data, hasMore, ({ created_at: createdAt }) => createdAt);
}

/** The same in the order of another instant than that of creation. */
export function listBy<Resource extends { readonly id: string }>(
  data: readonly Resource[],
  hasMore: boolean,
  instantOf: (resource: Resource) => string,
): List<Resource> {
  const last = data.at(-1);
  const next_cursor = hasMore && last ? cursorText(last.id, instantOf(last)) : null;
  return { object: 'list', data, has_more: hasMore, next_cursor };
}

/** Holds no secret and no right: the tenant still comes from the credential. */
function cursorText(id: string, instant: string): string {
  return Buffer.from(`${new Date(instant).getTime()}.${id}`).toString('base64url');
}

function placeOf(text: string, idFormat: RegExp): Place {
  const [, milliseconds, id] = cursorFormat.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (milliseconds === undefined || id === undefined || !idFormat.test(id))
    throw invalidRequest('cursor', 'is not one of ours');
  return { createdAt: new Date(Number(milliseconds)), id };
}
