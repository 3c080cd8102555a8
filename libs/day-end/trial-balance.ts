import { createHash } from 'node:crypto';
import { assetId, type AssetId } from '../money/asset.js';
import type { AccountName } from '../ledger/account-name.js';
import type { Posting } from '../ledger/posting.js';
import { compareTexts } from '../ledger/text-order.js';

/** One account in one asset over a stretch of the log, in minor units. `closing = opening + debits - credits`. */
export interface TrialBalanceLine {
  readonly account: AccountName;
  readonly asset: AssetId;
  readonly opening: bigint;
  /** What came into the account. */
  readonly debits: bigint;
  /** What went out of it. */
  readonly credits: bigint;
  readonly closing: bigint;
}

/** What was moved in one asset; debits and credits are the same by construction (INV-L1). */
export interface AssetTotal {
  readonly asset: AssetId;
  readonly moved: bigint;
}

interface Sums {
  readonly account: AccountName;
  readonly asset: AssetId;
  opening: bigint;
  debits: bigint;
  credits: bigint;
}

/** The trial balance of a business day, added up from postings in any order. */
export class TrialBalance {
  private readonly sums = new Map<string, Sums>();

  /** A posting of before the day. */
  open({ from, to, amount }: Posting): void {
    const asset = assetId(amount.asset);
    this.of(from, asset).opening -= amount.minor;
    this.of(to, asset).opening += amount.minor;
  }

  /** A posting of the day. */
  post({ from, to, amount }: Posting): void {
    const asset = assetId(amount.asset);
    this.of(from, asset).credits += amount.minor;
    this.of(to, asset).debits += amount.minor;
  }

  /** The next day opens with what this one closed with (INV-D1). */
  startNextDay(): void {
    for (const sums of this.sums.values()) {
      sums.opening += sums.debits - sums.credits;
      sums.debits = 0n;
      sums.credits = 0n;
    }
  }

  /** All accounts that ever had an entry, by account and asset in the order of their code points. */
  lines(): readonly TrialBalanceLine[] {
    return [...this.sums.values()]
      .toSorted((a, b) => compareTexts(a.account, b.account) || compareTexts(a.asset, b.asset))
      .map((sums) => ({ ...sums, closing: sums.opening + sums.debits - sums.credits }));
  }

  private of(account: AccountName, asset: AssetId): Sums {
    const key = `${account} ${asset}`;
    let sums = this.sums.get(key);
    if (!sums) this.sums.set(key, (sums = { account, asset, opening: 0n, debits: 0n, credits: 0n }));
    return sums;
  }
}

export function totalsOf(lines: readonly TrialBalanceLine[]): readonly AssetTotal[] {
  const moved = new Map<AssetId, bigint>();
  for (const { asset, debits } of lines) moved.set(asset, (moved.get(asset) ?? 0n) + debits);
  return [...moved]
    .map(([asset, minor]) => ({ asset, moved: minor }))
    .toSorted((a, b) => compareTexts(a.asset, b.asset));
}

/**
 * Identifies a trial balance to the last digit: SHA-256 of one line for each account and asset,
 * `account asset opening debits credits closing`, in minor units, each ended by a line feed. Accounts with nothing but
 * zeros do not count.
 */
export function hashOf(lines: readonly TrialBalanceLine[]): string {
  const hash = createHash('sha256');
  for (const { account, asset, opening, debits, credits, closing } of lines)
    if (opening !== 0n || debits !== 0n || credits !== 0n)
      hash.update(`${account} ${asset} ${opening} ${debits} ${credits} ${closing}\n`);
  return hash.digest('hex');
}
