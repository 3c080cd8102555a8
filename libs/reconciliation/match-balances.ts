import { formatAmount, parseNumberLiteral } from '../money/amount-text.js';
import { assetId, type Asset } from '../money/asset.js';
import { money } from '../money/money.js';
import type { Finding } from './items.js';

/** What stands in a wallet, by our books and by the provider. */
export interface BalanceLine {
  readonly walletId: string;
  readonly asset: Asset;
  /** Available and reserved, in minor units. */
  readonly booked: bigint;
  /** What movements under way may have taken from the provider's balance already, in minor units. */
  readonly leaving: bigint;
  /** What they may have added to it. */
  readonly arriving: bigint;
  /** The provider's balance, a plain decimal; undefined when it names none. */
  readonly reported: string | undefined;
}

/** Balances that differ by more than what is under way (RS-09, INV-R2). */
export function matchBalances(lines: readonly BalanceLine[], now: Date): Finding[] {
  return lines.flatMap((line) => driftOf(line, now) ?? []);
}

function driftOf(
  { walletId, asset, booked, leaving, arriving, reported }: BalanceLine,
  now: Date,
): Finding | undefined {
  const parsed = parseNumberLiteral(reported ?? '0', asset);
  const expected = formatAmount(money(asset, booked));
  const about = { kind: 'balance-drift', subject: { walletId, asset: assetId(asset) }, since: now } as const;
  if (!parsed.ok) return { ...about, severity: 'high', expected, actual: reported ?? 'none' };
  const drift = parsed.money.minor - booked;
  if (-leaving <= drift && drift <= arriving) return undefined;
  return {
    ...about,
    severity: drift < 0n ? 'critical' : 'high',
    expected,
    actual: formatAmount(parsed.money),
    difference: formatAmount(money(asset, drift)),
  };
}
