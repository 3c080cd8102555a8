import { receivable, transit } from '../ledger/account-name.js';
import type { AccountCommand } from '../ledger/account.commands.js';
import type { Asset } from '../money/asset.js';
import type { SweepSettled } from './sweep.events.js';

export interface SweepBooking {
  readonly key: { readonly walletId: string; readonly asset: Asset };
  readonly command: AccountCommand;
}

/**
 * What a settled sweep means: each source gives its part to the sweep's transit account, then the Master Wallet takes all
 * of it from there, so that transit is zero again. Each may be repeated: the reference is the sweep's.
 */
export function bookingsOf(settled: SweepSettled, now: Date): readonly SweepBooking[] {
  const { providerId: reference, parts, toWalletId, amount, evidence } = settled;
  const { asset } = amount;
  const between = transit(reference);
  const given = parts.map(({ walletId, operatorId, amount: part }): SweepBooking => {
    const why = { reason: 'sweep-out', reference, evidence, now } as const;
    const data = { to: between, shortfallFrom: receivable(operatorId), amount: part, ...why };
    return { key: { walletId, asset }, command: { type: 'Debit', data } };
  });
  const data = { from: between, amount, reason: 'sweep-in', reference, evidence, now } as const;
  return [...given, { key: { walletId: toWalletId, asset }, command: { type: 'Credit', data } }];
}
