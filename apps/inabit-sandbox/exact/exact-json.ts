import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json';
import { asJavaScriptPrints } from './decimal.js';

/**
 * JSON whose numbers keep every digit. The usual JSON parser and printer go through floats, so bodies are read with
 * `lossless-json` (each number becomes a `LosslessNumber` holding its literal) and printed with it (a `LosslessNumber`
 * is written as its literal). GraphQL's executor passes leaf values on untouched, so a `LosslessNumber` survives from
 * the body to the `Decimal` scalar, and from there to the printed answer.
 */
export type NumberNotation = 'plain' | 'exponent';

/** @throws SyntaxError when the text is not JSON, or repeats a key with another value. */
export function parseExact(text: string): unknown {
  return parse(text);
}

/** @param notation 'exponent' writes tiny numbers as a JavaScript server would: `1e-7`. */
export function printExact(value: unknown, notation: NumberNotation = 'plain'): string {
  const exponents = { test: isLosslessNumber, stringify: (number: unknown) => asJavaScriptPrints(String(number)) };
  return stringify(value, null, undefined, notation === 'exponent' ? [exponents] : []) ?? 'null';
}

/** A number that is printed exactly as this decimal text. */
export function exactNumber(text: string): LosslessNumber {
  return new LosslessNumber(text);
}
