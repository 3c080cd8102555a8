import { invalidRequest } from '../problems/api-problem.js';
import type { ListPageDto } from './list-page.dto.js';

const limit_default = 50;

/** A place in a list, newest first: what the page before ended with. */
export interface ListPlace {
  readonly at: Date;
  readonly id: string;
}

export interface ListPage<Item> {
  readonly records: readonly Item[];
  readonly hasMore: boolean;
}

/** @throws ApiProblem when the cursor is none, or leads into a list of other things. */
export function pageOf({ cursor, limit }: ListPageDto, id: RegExp): { after: ListPlace | undefined; limit: number } {
  return { after: cursor === undefined ? undefined : placeOf(cursor, id), limit: Number(limit ?? limit_default) };
}

/** Out of one row more than was asked for, if there is one. */
export function listPage<Item>(records: readonly Item[], limit: number): ListPage<Item> {
  return { records: records.slice(0, limit), hasMore: records.length > limit };
}

export function nextCursor<Item>({ records, hasMore }: ListPage<Item>, place: (item: Item) => ListPlace) {
  const last = records.at(-1);
  return hasMore && last ? cursorText(place(last)) : null;
}

/** Holds no secret and no right: the tenant still comes from the credential. */
function cursorText({ at, id }: ListPlace): string {
  return Buffer.from(`${at.getTime()}.${id}`).toString('base64url');
}

function placeOf(cursor: string, idFormat: RegExp): ListPlace {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, milliseconds, id] = /^(\d{1,15})\.(.+)$/.exec(text) ?? [];
  if (milliseconds === undefined || id === undefined || !idFormat.test(id))
    throw invalidRequest('cursor', 'is not one of ours');
  return { at: new Date(Number(milliseconds)), id };
}
