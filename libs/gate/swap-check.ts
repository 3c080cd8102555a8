import type { Money } from '../money/money.js';
import type { ObservedSwap } from '../swaps/observed-swap.js';
import { contradictionOf, type ApprovalQuestion } from './approval-question.js';

/** What a pull of a swap showed. */
export interface PulledSwap {
  readonly initiatorId: string | undefined;
  readonly providerWalletId: string;
  readonly amount: Money;
  readonly toToken: string | undefined;
  readonly createdAt: Date;
  readonly note: string;
}

/** As with withdrawals: only the certainly foreign is refused. */
export type SwapCheck =
  | { readonly result: 'plausible'; readonly observed: ObservedSwap }
  | { readonly result: 'foreign'; readonly reason: string }
  | { readonly result: 'doubt'; readonly reason: string };

/** What can be said of a swap before any of ours is looked at. The callback can only raise a doubt (F4.6). */
export function checkSwap(question: ApprovalQuestion, pulled: PulledSwap, apiAdminId: string): SwapCheck {
  const { initiatorId, providerWalletId, amount, toToken, createdAt, note } = pulled;
  if (initiatorId !== undefined && initiatorId !== apiAdminId)
    return { result: 'foreign', reason: 'initiator-is-not-our-api-user' };
  const contradiction = contradictionOf(question, pulled, { type: 'swap', initiatorId: apiAdminId });
  if (contradiction) return { result: 'doubt', reason: contradiction };
  if (toToken === undefined) return { result: 'doubt', reason: 'to-token-not-shown' };
  const { providerId } = question;
  return { result: 'plausible', observed: { providerId, providerWalletId, amount, toToken, createdAt, note } };
}
