import { subtract, type Money } from '../money/money.js';

/** What had been quoted, and how far what came out is from it. */
export interface Quote {
  readonly expectedOutput: Money;
  /** Output less quote: negative when less came out. */
  readonly difference: Money;
  /** What is missing of the quote in basis points, `12.5`; negative when more came out. */
  readonly slippageBps: string;
}

const bps = 10_000n;
/** Decimals of `slippageBps`. */
const places = 4;
const scale = 10n ** BigInt(places);

export function compareWithQuote(expectedOutput: Money, output: Money): Quote {
  const difference = subtract(output, expectedOutput);
  return { expectedOutput, difference, slippageBps: slippageText(-difference.minor, expectedOutput.minor) };
}

/** Exactly: the rounding of the text plays no part. */
export function exceedsSlippage(expectedOutput: Money, output: Money, bpsMax: number): boolean {
  const missing = -subtract(output, expectedOutput).minor;
  return missing * bps > BigInt(bpsMax) * expectedOutput.minor;
}

/** Rounded up, so that the text never shows less slippage than there was. */
function slippageText(missing: bigint, expected: bigint): string {
  const exact = missing * bps * scale;
  const rounded = exact / expected + (exact > 0n && exact % expected !== 0n ? 1n : 0n);
  const digits = (rounded < 0n ? -rounded : rounded).toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${rounded < 0n ? '-' : ''}${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`;
}
