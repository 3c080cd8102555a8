import { base32nopad } from '@scure/base';
import { createHash } from 'node:crypto';
import type { JsonValue } from '#libs/decider/json.js';
import { invalidRequest } from '../problems/api-problem.js';

const visibleAscii = /^[\x21-\x7e]{1,255}$/;
/** 130 bits of the digest, in characters of five bits. */
const id_length = 26;

/** @throws ApiProblem when it is missing or not 1 to 255 visible ASCII characters. */
export function checkedIdempotencyKey(header: string | readonly string[] | undefined): string {
  if (typeof header === 'string' && visibleAscii.test(header)) return header;
  const problem = header === undefined ? 'is missing' : 'has to be 1 to 255 visible ASCII characters';
  throw invalidRequest('Idempotency-Key', problem);
}

/**
 * The payout that a tenant's key stands for, for ever: no table can lose it, and the payout's stream, which is created
 * once, is what makes the key work once (F1.7).
 */
export function payoutIdOf(operatorId: string, idempotencyKey: string): string {
  return `po_${idOf(operatorId, idempotencyKey)}`;
}

/**
 * The same for a transfer. One part more than a payout's id is made of, and no part holds a NUL: whoever asks with
 * whichever key, no transfer's leg has the id of a payout.
 */
export function transferIdOf(operatorId: string, idempotencyKey: string): string {
  return `tr_${idOf('transfer', operatorId, idempotencyKey)}`;
}

function idOf(...parts: readonly string[]): string {
  const digest = createHash('sha256').update(parts.join('\0')).digest();
  return base32nopad.encode(digest).slice(0, id_length).toLowerCase();
}

/** SHA-256 of the canonical body: the order of keys and white space do not matter (F1.5). */
export function requestHashOf(body: JsonValue): string {
  return createHash('sha256').update(canonicalJson(body)).digest('hex');
}

function canonicalJson(value: JsonValue): string {
  return JSON.stringify(value, (_, field: unknown) => (isRecord(field) ? sortedByKey(field) : field));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortedByKey(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
