import type { NoFurtherAttempt } from '../attempts/attempt.js';
import type { OutcomeCommand, StartAttempt, Timed } from '../attempts/attempt.commands.js';
import type { Money } from '../money/money.js';
import type { DifferingSwapField, ObservedSwap } from './observed-swap.js';
import type { SwapRequest, SwapReviewReason } from './swap.events.js';
import type { Swap } from './swap.state.js';

export type SwapCommand =
  | { readonly type: 'RequestSwap'; readonly data: SwapRequest }
  | { readonly type: 'RecordFundsReserved'; readonly data: Timed }
  | { readonly type: 'RejectForFunds'; readonly data: Timed }
  | { readonly type: 'StartAttempt'; readonly data: StartAttempt }
  | OutcomeCommand
  | { readonly type: 'BindTransaction'; readonly data: BindSwapTransaction }
  | { readonly type: 'RecordBroadcast'; readonly data: Timed & { providerId: string; transactionHash: string } }
  | { readonly type: 'RecordSettled'; readonly data: RecordSwapSettled }
  | { readonly type: 'RecordProviderFailed'; readonly data: RecordSwapFailed }
  | { readonly type: 'CloseSwap'; readonly data: Timed }
  | { readonly type: 'RequireReview'; readonly data: Timed & { reason: SwapReviewReason } }
  | { readonly type: 'ResumeSwap'; readonly data: Timed & { by: string; reason: string } }
  | { readonly type: 'ResolveOutcome'; readonly data: ResolveSwapOutcome };

export interface BindSwapTransaction extends Timed {
  readonly observed: ObservedSwap;
  readonly attempt: number;
  readonly via: 'gate' | 'pull';
  readonly evidence: string;
}

export interface RecordSwapSettled extends Timed {
  readonly observed: ObservedSwap;
  /** Absent when the completed transaction does not show it. */
  readonly output?: Money | undefined;
  readonly fee?: Money | undefined;
  readonly transactionHash?: string | undefined;
  readonly evidence: string;
}

export interface RecordSwapFailed extends Timed {
  readonly providerId: string;
  readonly providerStatus: string;
  readonly evidence: string;
}

export interface ResolveSwapOutcome extends Timed {
  readonly outcome: 'swapped' | 'not-swapped';
  readonly evidence: string;
  readonly providerId?: string | undefined;
  readonly output?: Money | undefined;
  readonly fee?: Money | undefined;
  readonly resolvedBy: string;
  readonly approvedBy: string;
}

export type SwapRejection =
  | { readonly code: 'idempotency-conflict' }
  | { readonly code: 'same-asset' }
  | { readonly code: 'quote-not-usable' }
  | {
      readonly code: 'swap-not-in-status';
      readonly expected: readonly Swap['status'][];
      readonly actual: Swap['status'];
    }
  | { readonly code: 'swap-under-review' }
  | { readonly code: NoFurtherAttempt }
  | { readonly code: 'attempt-not-found'; readonly attempt: number }
  | { readonly code: 'bound-to-another-transaction'; readonly boundTo: string }
  | { readonly code: 'transaction-not-ours'; readonly providerId: string }
  | { readonly code: 'transaction-differs'; readonly fields: readonly DifferingSwapField[] }
  | { readonly code: 'output-missing' }
  | { readonly code: 'bound-transaction-not-terminal' }
  | { readonly code: 'two-people-needed' }
  | { readonly code: 'evidence-needed' };
