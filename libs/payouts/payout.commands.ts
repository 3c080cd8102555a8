import type { OutcomeCommand, StartAttempt, Timed } from '../attempts/attempt.commands.js';
import type { Money } from '../money/money.js';
import type { DifferingField, ObservedTransaction } from './observed-transaction.js';
import type { PayoutRequest, ReviewReason } from './payout.events.js';
import type { Payout } from './payout.state.js';

export type PayoutCommand =
  | { readonly type: 'RequestPayout'; readonly data: PayoutRequest }
  | { readonly type: 'RecordFundsReserved'; readonly data: Timed & { holdId: string } }
  | { readonly type: 'RejectForFunds'; readonly data: Timed & { available: Money } }
  | { readonly type: 'StartAttempt'; readonly data: StartAttempt }
  | OutcomeCommand
  | { readonly type: 'BindTransaction'; readonly data: BindTransaction }
  | { readonly type: 'RecordBroadcast'; readonly data: Timed & { providerId: string; transactionHash: string } }
  | { readonly type: 'RecordSettled'; readonly data: RecordSettled }
  | { readonly type: 'RecordProviderFailed'; readonly data: RecordProviderFailed }
  | { readonly type: 'RequireReview'; readonly data: Timed & { reason: ReviewReason } }
  | { readonly type: 'ResumePayout'; readonly data: Timed & { by: string; reason: string } }
  | { readonly type: 'ResolveOutcome'; readonly data: ResolveOutcome };

export interface BindTransaction extends Timed {
  readonly observed: ObservedTransaction;
  readonly attempt: number;
  readonly via: 'gate' | 'pull';
  readonly evidence: string;
}

export interface RecordSettled extends Timed {
  readonly observed: ObservedTransaction;
  readonly transactionHash?: string | undefined;
  readonly reportedFee?: string | undefined;
  readonly evidence: string;
}

export interface RecordProviderFailed extends Timed {
  readonly providerId: string;
  readonly providerStatus: string;
  readonly transactionHash?: string | undefined;
  readonly reportedFee?: string | undefined;
  readonly evidence: string;
}

export interface ResolveOutcome extends Timed {
  readonly outcome: 'paid' | 'not-paid';
  readonly evidence: string;
  readonly providerId?: string | undefined;
  readonly transactionHash?: string | undefined;
  readonly resolvedBy: string;
  readonly approvedBy: string;
}

export type PayoutRejection =
  | { readonly code: 'idempotency-conflict' }
  | {
      readonly code: 'payout-not-in-status';
      readonly expected: readonly Payout['status'][];
      readonly actual: Payout['status'];
    }
  | { readonly code: 'payout-under-review' }
  | { readonly code: 'attempt-in-flight' }
  | { readonly code: 'attempts-exhausted' }
  | { readonly code: 'attempt-not-found'; readonly attempt: number }
  | { readonly code: 'gate-not-healthy' }
  | { readonly code: 'bound-to-another-transaction'; readonly boundTo: string }
  | { readonly code: 'transaction-not-ours'; readonly providerId: string }
  | { readonly code: 'transaction-differs'; readonly fields: readonly DifferingField[] }
  | { readonly code: 'bound-transaction-not-terminal' }
  | { readonly code: 'two-people-needed' }
  | { readonly code: 'evidence-needed' };
