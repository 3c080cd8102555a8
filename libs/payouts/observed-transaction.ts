import { sameAddress } from '../chains/address.js';
import { sameMoney, type Money } from '../money/money.js';
import type { Attempt } from '../attempts/attempt.js';
import type { PayoutRequest } from './payout.events.js';

/** A provider transaction as it was pulled: what is compared with our record, field by field (S-14, INV-P6). */
export interface ObservedTransaction {
  readonly providerId: string;
  readonly providerWalletId: string;
  readonly amount: Money;
  readonly destination: string;
  readonly initiatorId: string;
  readonly createdAt: Date;
  readonly note: string;
}

export type DifferingField = 'wallet' | 'amount' | 'destination' | 'created-before-attempt';

/** Clocks of the provider and ours may differ by this much (F1.12). */
const clock_skew_max_ms = 5 * 60_000;

/** In what a transaction differs from what an attempt asked for; empty when it is what we asked for. */
export function differences(
  observed: ObservedTransaction,
  request: PayoutRequest,
  attempt: Pick<Attempt, 'startedAt'>,
): readonly DifferingField[] {
  const earliest = attempt.startedAt.getTime() - clock_skew_max_ms;
  const comparisons: readonly (readonly [DifferingField, boolean])[] = [
    ['wallet', observed.providerWalletId !== request.providerWalletId],
    ['amount', !sameMoney(observed.amount, request.amount)],
    ['destination', !sameAddress(request.amount.asset.chain, observed.destination, request.destination)],
    ['created-before-attempt', observed.createdAt.getTime() < earliest],
  ];
  return comparisons.filter(([, differs]) => differs).map(([field]) => field);
}
