import type { Money } from '../money/money.js';

/**
 * The facts of one payout stream, `payout-<payoutId>`. Attempts, the binding, settlement and release stand in this one
 * stream on purpose: its revision check makes them exclude each other (failure model §2.2, INV-P3).
 */
export type PayoutEvent =
  | { readonly type: 'PayoutRequested'; readonly data: PayoutRequest }
  | { readonly type: 'PayoutFundsReserved'; readonly data: { payoutId: string; holdId: string; reservedAt: Date } }
  | { readonly type: 'PayoutRejected'; readonly data: PayoutRejected }
  | { readonly type: 'PayoutAttemptStarted'; readonly data: AttemptStarted }
  | { readonly type: 'PayoutAttemptAccepted'; readonly data: AttemptAccepted }
  | { readonly type: 'PayoutAttemptDeclined'; readonly data: AttemptDeclined }
  | { readonly type: 'PayoutAttemptBlocked'; readonly data: AttemptDeclined }
  | { readonly type: 'PayoutOutcomeUnknown'; readonly data: OutcomeUnknown }
  | { readonly type: 'PayoutBound'; readonly data: PayoutBound }
  | { readonly type: 'PayoutBroadcast'; readonly data: PayoutBroadcast }
  | { readonly type: 'PayoutSettled'; readonly data: PayoutSettled }
  | { readonly type: 'PayoutProviderFailed'; readonly data: ProviderFailed }
  | { readonly type: 'PayoutReleased'; readonly data: PayoutReleased }
  | { readonly type: 'PayoutReviewRequired'; readonly data: { payoutId: string; reason: ReviewReason; since: Date } }
  | { readonly type: 'PayoutResumed'; readonly data: PayoutResumed }
  | { readonly type: 'PayoutOutcomeResolved'; readonly data: OutcomeResolved }
  | { readonly type: 'LateProviderEventRecorded'; readonly data: LateProviderEvent };

export interface PayoutRequest {
  readonly payoutId: string;
  readonly operatorId: string;
  readonly purpose: PayoutPurpose;
  readonly walletId: string;
  readonly providerWalletId: string;
  readonly amount: Money;
  /** Where the money goes, on the asset's chain, as the caller wrote it. */
  readonly destination: string;
  /** The caller's own reference. */
  readonly reference?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly idempotencyKey: string;
  /** SHA-256 of the canonical request body: the same key with another body is a conflict (API-13). */
  readonly requestHash: string;
  readonly requestedAt: Date;
}

/** Why the money leaves its wallet: for a player, or as the provider's leg of a transfer between two of our wallets. */
export type PayoutPurpose =
  | { readonly kind: 'payout'; readonly playerId: string }
  | { readonly kind: 'transfer'; readonly transferId: string; readonly toWalletId: string };

export interface PayoutRejected {
  readonly payoutId: string;
  readonly code: 'insufficient-funds';
  readonly reason: string;
  readonly rejectedAt: Date;
}

/** Written before a byte is sent; only whoever wrote it may ask the provider, once. */
export interface AttemptStarted {
  readonly payoutId: string;
  readonly attempt: number;
  /** The note that goes with the request: `<environment>-<payoutId>-<attempt>`. */
  readonly note: string;
  readonly claimedBy: string;
  /** Why the gate was held to be healthy; required from the second attempt on (failure model §2.3 rule 6). */
  readonly gateEvidence?: string | undefined;
  readonly startedAt: Date;
}

export interface AttemptAccepted {
  readonly payoutId: string;
  readonly attempt: number;
  readonly providerId: string;
  readonly evidence: string;
  readonly acceptedAt: Date;
}

/** The provider certainly did nothing: declined for good, or blocked until somebody mends access or configuration. */
export interface AttemptDeclined {
  readonly payoutId: string;
  readonly attempt: number;
  readonly code: string;
  readonly reason: string;
  readonly evidence: string;
  readonly declinedAt: Date;
}

export interface OutcomeUnknown {
  readonly payoutId: string;
  readonly attempt: number;
  /** What was seen instead of an answer: `timeout`, `http-502`, `process-ended`. */
  readonly observation: string;
  readonly evidence: string;
  readonly observedAt: Date;
}

/** The one provider transaction that this payout is allowed to be, for ever. */
export interface PayoutBound {
  readonly payoutId: string;
  readonly attempt: number;
  readonly providerId: string;
  /** `gate`: before it was signed. `pull`: found paid without our gate having been asked. `resolution`: by people. */
  readonly via: 'gate' | 'pull' | 'resolution';
  readonly evidence: string;
  readonly boundAt: Date;
}

export interface PayoutBroadcast {
  readonly payoutId: string;
  readonly providerId: string;
  /** May change while the transaction is accelerated; the settled one counts (INV-P9). */
  readonly transactionHash: string;
  readonly seenAt: Date;
}

export interface PayoutSettled {
  readonly payoutId: string;
  readonly providerId: string;
  readonly transactionHash?: string | undefined;
  /** The network fee as the provider reports it, in the chain's native coin: a decimal literal, booked by `fee-<providerId>`. */
  readonly reportedFee?: string | undefined;
  readonly evidence: string;
  readonly settledAt: Date;
}

export interface ProviderFailed {
  readonly payoutId: string;
  readonly providerId: string;
  readonly providerStatus: string;
  /** There when it had reached the chain: its fee is gone, though its amount is not. */
  readonly transactionHash?: string | undefined;
  /** As in a settlement. */
  readonly reportedFee?: string | undefined;
  readonly evidence: string;
  readonly failedAt: Date;
}

/** The end of a payout that did not pay. From here on the gate answers every transaction of it with no. */
export interface PayoutReleased {
  readonly payoutId: string;
  readonly failureCode: FailureCode;
  readonly reason: string;
  readonly releasedAt: Date;
}

export type FailureCode = 'declined-by-provider' | 'failed-at-provider' | 'resolved-not-paid';

export type ReviewReason =
  | 'outcome-unknown-too-long'
  | 'attempts-exhausted'
  | 'approval-missing'
  | 'pending-too-long'
  | 'blocked-by-provider'
  | 'settled-differs-from-request';

export interface PayoutResumed {
  readonly payoutId: string;
  readonly by: string;
  readonly reason: string;
  readonly resumedAt: Date;
}

export interface OutcomeResolved {
  readonly payoutId: string;
  readonly outcome: 'paid' | 'not-paid';
  /** What proves it: a provider id, a chain hash, a statement of the provider. */
  readonly evidence: string;
  readonly providerId?: string | undefined;
  readonly transactionHash?: string | undefined;
  readonly resolvedBy: string;
  readonly approvedBy: string;
  readonly resolvedAt: Date;
}

/** Something the provider said after the end: kept for people, never a change of state (failure model §2.3 rule 7). */
export interface LateProviderEvent {
  readonly payoutId: string;
  readonly providerId: string;
  readonly providerStatus: string;
  readonly evidence: string;
  readonly recordedAt: Date;
}
