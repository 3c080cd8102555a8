/**
 * Exact decimals. Amounts are counted in the smallest unit of their asset (a bigint) and written as plain decimal texts;
 * nothing passes through a float.
 */

const numberLiteral = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/** The value is `digits / 10^scale`. */
interface Scaled {
  readonly digits: bigint;
  readonly scale: number;
}

/** Reads what JSON allows as a number: `5`, `0.00000673`, `1e-7`. */
function readDecimal(text: string): Scaled | undefined {
  const match = numberLiteral.exec(text);
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

/** An amount in smallest units; undefined when the text is no number or has more decimals than `precision`. */
export function toMinor(text: string, precision: number): bigint | undefined {
  const decimal = readDecimal(text);
  if (!decimal) return undefined;
  if (decimal.scale <= precision) return decimal.digits * 10n ** BigInt(precision - decimal.scale);
  const divisor = 10n ** BigInt(decimal.scale - precision);
  return decimal.digits % divisor === 0n ? decimal.digits / divisor : undefined;
}

/** The shortest plain decimal: `12.5`, `0.00000673`, `250000`. */
export function fromMinor(minor: bigint, precision: number): string {
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(precision + 1, '0');
  const whole = digits.slice(0, digits.length - precision);
  const fraction = digits.slice(digits.length - precision).replace(/0+$/, '');
  return fraction === '' ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

/** The product of two decimal texts, cut off after `decimals` places. */
export function multiply(left: string, right: string, decimals: number): string {
  const [a, b] = [decimalOf(left), decimalOf(right)];
  const product = a.digits * b.digits * 10n ** BigInt(decimals);
  return fromMinor(product / 10n ** BigInt(a.scale + b.scale), decimals);
}

/** The quotient of two decimal texts, cut off after `decimals` places. */
export function divide(left: string, right: string, decimals: number): string {
  const [a, b] = [decimalOf(left), decimalOf(right)];
  const dividend = a.digits * 10n ** BigInt(b.scale + decimals);
  return fromMinor(dividend / (b.digits * 10n ** BigInt(a.scale)), decimals);
}

/** The sum of decimal texts, with at most `decimals` places each. */
export function sum(texts: readonly string[], decimals: number): string {
  return fromMinor(
    texts.reduce((total, text) => total + (toMinor(text, decimals) ?? 0n), 0n),
    decimals,
  );
}

/** Writes a plain decimal as JavaScript prints numbers: below 0.000001 with an exponent, `1e-7`. */
export function asJavaScriptPrints(plain: string): string {
  const match = /^(-?)0\.(0{6,})(\d+)$/.exec(plain);
  if (!match) return plain;
  const [, sign = '', zeros = '', digits = ''] = match;
  const mantissa = digits.length === 1 ? digits : `${digits.slice(0, 1)}.${digits.slice(1)}`;
  return `${sign}${mantissa}e-${zeros.length + 1}`;
}

function decimalOf(text: string): Scaled {
  const decimal = readDecimal(text);
  if (!decimal) throw new Error(`not a decimal: ${text}`);
  return decimal;
}
