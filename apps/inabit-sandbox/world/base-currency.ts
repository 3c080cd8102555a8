import { multiply } from '#apps/inabit-sandbox/exact/decimal.js';
import { exactNumber } from '#apps/inabit-sandbox/exact/exact-json.js';

/** The provider shows amounts in the base currency with at most this many decimals. */
const base_decimals = 8;

/** What an amount is worth, as the exact JSON number; further digits are cut off. */
export function inBaseCurrency(amount: string, rate: string) {
  return exactNumber(multiply(amount, rate, base_decimals));
}
