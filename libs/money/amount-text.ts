import type { Asset } from './asset.js';
import { money, type Money } from './money.js';

/** Why a text is no amount of an asset. */
export type AmountProblem = 'not-a-decimal' | 'too-many-decimals' | 'too-large';

export type ParsedAmount =
  | { readonly ok: true; readonly money: Money }
  | { readonly ok: false; readonly problem: AmountProblem };

/** The largest minor amount that is stored: 78 digits, as wide as 2^256. */
const digits_max = 78;
/** No number of the provider needs more; the trimming of zeros below takes time in the square of it. */
const literal_chars_max = 400;
const plainDecimal = /^(?:0|[1-9]\d*)(?:\.(\d+))?$/;
const jsonNumber = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,4}))?$/;

/**
 * An amount as our API takes it: a plain decimal, `12.5`. No sign, exponent, spaces, leading zeros or other digits than
 * ASCII; zeros at the end are fine, more decimals than the asset has are not, even if they are zeros (F1.14).
 */
export function parseAmount(text: string, asset: Asset): ParsedAmount {
  const match = plainDecimal.exec(text);
  if (!match) return { ok: false, problem: 'not-a-decimal' };
  const fraction = match[1] ?? '';
  if (fraction.length > asset.decimals) return { ok: false, problem: 'too-many-decimals' };
  return toMoney(text.replace('.', ''), asset.decimals - fraction.length, asset);
}

/**
 * An amount as the provider writes it: the literal of a JSON number, so `5`, `6.73E-6` and `-0.50` all occur. Zeros
 * beyond the asset's decimals are dropped; other digits there are a problem, never a rounding.
 */
export function parseNumberLiteral(text: string, asset: Asset): ParsedAmount {
  const match = text.length <= literal_chars_max ? jsonNumber.exec(text) : null;
  if (!match) return { ok: false, problem: 'not-a-decimal' };
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const significant = (whole + fraction).replace(/0+$/, '');
  const dropped = whole.length + fraction.length - significant.length;
  const scale = asset.decimals - fraction.length + Number(exponent) + dropped;
  if (significant === '') return { ok: true, money: money(asset, 0n) };
  if (scale < 0) return { ok: false, problem: 'too-many-decimals' };
  return toMoney(sign + significant, scale, asset);
}

/** The shortest plain decimal of an amount: `12.5`, `0.00000673`, `-3`. */
export function formatAmount({ minor, asset }: Money): string {
  const sign = minor < 0n ? '-' : '';
  const text = (minor < 0n ? -minor : minor).toString().padStart(asset.decimals + 1, '0');
  const whole = text.slice(0, text.length - asset.decimals);
  const fraction = text.slice(text.length - asset.decimals).replace(/0+$/, '');
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}

function toMoney(digits: string, zeros: number, asset: Asset): ParsedAmount {
  if (digits.replace(/^-?0*/, '').length + zeros > digits_max) return { ok: false, problem: 'too-large' };
  return { ok: true, money: money(asset, BigInt(digits + '0'.repeat(zeros))) };
}
