import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json';

/** Deeper texts than any of inabit's (S-18). */
const depth_max = 32;

/** A text is no JSON that we read: malformed, nested too deep, or with a key that reaches prototypes. */
export class UnreadableJson extends Error {
  override readonly name = 'UnreadableJson';
}

/**
 * JSON with every number kept as its text, a `LosslessNumber`: amounts are JSON numbers at inabit and must never pass
 * through a float (F3.13). Different values under one key are an error.
 * @throws UnreadableJson
 */
export function parseJson(text: string): unknown {
  const value = attempt(() => parse(text));
  refuseOddities(value, 0);
  return value;
}

/** Prints `LosslessNumber`s as the literals they hold. */
export function printJson(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('Not representable as JSON');
  return text;
}

/** A decimal text as a JSON number literal, digit for digit. */
export function numberLiteral(text: string): LosslessNumber {
  return new LosslessNumber(text);
}

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch {
    throw new UnreadableJson('malformed');
  }
}

function refuseOddities(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null || isLosslessNumber(value)) return;
  if (depth === depth_max) throw new UnreadableJson('nested too deep');
  if (Object.hasOwn(value, '__proto__')) throw new UnreadableJson('key __proto__');
  for (const field of Object.values(value)) refuseOddities(field, depth + 1);
}
