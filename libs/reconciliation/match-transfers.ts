import { formatAmount } from '../money/amount-text.js';
import { assetId } from '../money/asset.js';
import type { Money } from '../money/money.js';
import type { MatchRules } from './compare-pair.js';
import type { Finding } from './items.js';

/** A transfer whose leg is settled, and which has not arrived. */
export interface StuckTransfer {
  readonly transferId: string;
  readonly toWalletId: string;
  readonly amount: Money;
  /** Since when the leg is settled. */
  readonly since: Date;
}

/** Money that left one of our wallets and is in no other (RS-02). */
export function matchTransfers(transfers: readonly StuckTransfer[], { now, graceMs }: MatchRules): Finding[] {
  return transfers
    .filter(({ since }) => now.getTime() - since.getTime() >= graceMs)
    .map(({ transferId, toWalletId, amount, since }) => ({
      kind: 'one-sided-transfer',
      severity: 'high',
      subject: { ledgerId: transferId, walletId: toWalletId, asset: assetId(amount.asset) },
      expected: `${formatAmount(amount)} arrived`,
      actual: 'sent, not arrived',
      since,
    }));
}
