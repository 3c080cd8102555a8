import type { Attempt } from '../attempts/attempt.js';
import { sameMoney, type Money } from '../money/money.js';
import type { SwapRequest } from './swap.events.js';

/** A provider transaction of a swap as it was pulled: compared with our record, field by field (S-14, INV-P6). */
export interface ObservedSwap {
  readonly providerId: string;
  readonly providerWalletId: string;
  readonly amount: Money;
  /** The token alone: the provider does not say on which chain it arrives. */
  readonly toToken: string;
  readonly createdAt: Date;
  readonly note: string;
}

export type DifferingSwapField = 'wallet' | 'amount' | 'to-token' | 'created-before-attempt';

/** Clocks of the provider and ours may differ by this much (F1.12). */
const clock_skew_max_ms = 5 * 60_000;

/** In what a transaction differs from what an attempt asked for; empty when it is what we asked for. */
export function swapDifferences(
  observed: ObservedSwap,
  request: SwapRequest,
  attempt: Pick<Attempt, 'startedAt'>,
): readonly DifferingSwapField[] {
  const earliest = attempt.startedAt.getTime() - clock_skew_max_ms;
  const comparisons: readonly (readonly [DifferingSwapField, boolean])[] = [
    ['wallet', observed.providerWalletId !== request.providerWalletId],
    ['amount', !sameMoney(observed.amount, request.amount)],
    ['to-token', observed.toToken !== request.toAsset.token],
    ['created-before-attempt', observed.createdAt.getTime() < earliest],
  ];
  return comparisons.filter(([, differs]) => differs).map(([field]) => field);
}
