import { divide, multiply, toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import { amountText } from './lookups.js';
import type { FinancialAsset } from './wallet.js';
import type { Withdrawal } from './world.js';

const rate_decimals = 36;

/** What a swap brings: what was set for it, else the amount at the seed's rates, less the slippage. */
export function swapOutput(withdrawal: Withdrawal, to: FinancialAsset): bigint {
  const { behaviour, account } = withdrawal;
  const worth = multiply(amountText(withdrawal), account.asset.usdRate, rate_decimals);
  const kept = divide(String(100 - (behaviour.slippagePercent ?? 0)), '100', rate_decimals);
  const expected = divide(multiply(worth, kept, rate_decimals), to.usdRate, to.precision);
  return toMinor(behaviour.swapOutput ?? expected, to.precision) ?? 0n;
}
