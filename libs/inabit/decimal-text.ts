import { isLosslessNumber, type LosslessNumber } from 'lossless-json';
import { z } from 'zod';

const jsonNumber = /^(-?)(0|[1-9]\d{0,99})(?:\.(\d{1,100}))?(?:[eE]([+-]?\d{1,2}))?$/;

/**
 * The shortest plain decimal with exactly the value of a JSON number literal: `6.730E-6` is `0.00000673`. Undefined for
 * other texts and for numbers beyond any amount.
 */
export function plainDecimal(literal: string): string | undefined {
  const match = jsonNumber.exec(literal);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const point = whole.length + Number(exponent);
  const digits = (whole + fraction)
    .padStart(whole.length + fraction.length + Math.max(0, -point), '0')
    .padEnd(point, '0');
  const wholePart = digits.slice(0, Math.max(0, point)).replace(/^0+(?=\d)/, '') || '0';
  const fractionPart = digits.slice(Math.max(0, point)).replace(/0+$/, '');
  const plain = fractionPart === '' ? wholePart : `${wholePart}.${fractionPart}`;
  return plain === '0' ? plain : sign + plain;
}

const losslessNumber = z.custom<LosslessNumber>((value) => isLosslessNumber(value), 'expected a number');

/** A JSON number, read into a plain decimal text. */
export const decimalNumber = losslessNumber.transform(({ value }) => value).transform(toPlainDecimal);

/** The documentation calls some amounts String on one page and Integer on another: both are read. */
export const decimal = z.union([decimalNumber, z.string().transform(toPlainDecimal)]);

/** A count, such as a precision: never an amount. */
export const count = losslessNumber.transform(({ value }) => Number(value)).pipe(z.int().min(0).max(100));

function toPlainDecimal(literal: string, context: z.RefinementCtx): string {
  const plain = plainDecimal(literal);
  if (plain !== undefined) return plain;
  context.addIssue({ code: 'custom', message: 'expected a decimal number' });
  return z.NEVER;
}
