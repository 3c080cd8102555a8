import type { JsonObject, JsonValue } from '#libs/decider/json.js';

/** How large a body may be in its parts (S-21). */
const depth_max = 20;
const keys_max = 500;
const items_max = 1_000;

export type StrictJson =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly problem: string };

/**
 * Names that mean something to JavaScript objects; no field of ours has one. Every object seems to know those that it
 * inherits, so the check for unknown fields does not find them.
 */
const forbiddenKeys: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

export function isForbiddenKey(name: string): boolean {
  return forbiddenKeys.has(name);
}

/** A string that may be a key, or a mark that opens, closes or separates. Finds them all in valid JSON. */
const tokens = /("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[[\]{},]/g;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A request body: one JSON object in UTF-8, of bounded depth and size. Repeated keys are refused because two readers
 * may see two different requests in them (S-21).
 */
export function parseStrictJson(body: Uint8Array): StrictJson {
  const read = readJson(body);
  if (!read) return refuse('is not valid JSON in UTF-8');
  const { text, value } = read;
  if (!isObject(value)) return refuse('is not a JSON object');
  const problem = new Shape().problemOf(text);
  return problem === undefined ? { ok: true, value } : refuse(problem);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(problem: string): StrictJson {
  return { ok: false, problem };
}

function readJson(body: Uint8Array): { text: string; value: JsonValue } | undefined {
  try {
    const text = utf8.decode(body);
    const value: JsonValue = JSON.parse(text);
    return { text, value };
  } catch {
    return undefined;
  }
}

type Container = { readonly keys: Set<string> } | { items: number };

/** Walks the tokens of a valid JSON text once, and stops at the first problem. */
class Shape {
  private readonly open: Container[] = [];
  private keys = 0;

  problemOf(text: string): string | undefined {
    for (const [token, string, colon] of text.matchAll(tokens)) {
      const problem = string === undefined ? this.mark(token) : colon === undefined ? undefined : this.key(string);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  private mark(token: string): string | undefined {
    if (token === '{') this.open.push({ keys: new Set() });
    else if (token === '[') this.open.push({ items: 1 });
    else if (token === ',') return this.nextItem();
    else this.open.pop();
    return this.open.length > depth_max ? `is nested more than ${depth_max} deep` : undefined;
  }

  private nextItem(): string | undefined {
    const container = this.open.at(-1);
    if (!container || !('items' in container)) return undefined;
    return ++container.items > items_max ? `has an array of more than ${items_max} items` : undefined;
  }

  private key(token: string): string | undefined {
    const name: string = JSON.parse(token);
    const container = this.open.at(-1);
    if (isForbiddenKey(name)) return 'has a key that is not allowed';
    if (container && 'keys' in container) {
      if (container.keys.has(name)) return 'has the same key twice';
      container.keys.add(name);
    }
    return ++this.keys > keys_max ? `has more than ${keys_max} keys` : undefined;
  }
}
