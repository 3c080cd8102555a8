import type { WaitingReason } from '../attempts/attempt-plan.js';
import type { Asset } from '../money/asset.js';
import type { Money } from '../money/money.js';
import type { Quote } from './slippage.js';

/**
 * The facts of one swap stream, `swap-<swapId>`: one asset into another inside a wallet of the organisation (IN-13). As
 * with payouts, attempts, the binding, settlement and release stand in one stream, so that they exclude each other.
 */
export type SwapEvent =
  | { readonly type: 'SwapRequested'; readonly data: SwapRequest }
  | { readonly type: 'SwapFundsReserved'; readonly data: { swapId: string; holdId: string; reservedAt: Date } }
  | { readonly type: 'SwapRejected'; readonly data: SwapRejected }
  | { readonly type: 'SwapAttemptStarted'; readonly data: SwapAttemptStarted }
  | { readonly type: 'SwapAttemptAccepted'; readonly data: SwapAttemptAccepted }
  | { readonly type: 'SwapAttemptDeclined'; readonly data: SwapAttemptDeclined }
  | { readonly type: 'SwapAttemptBlocked'; readonly data: SwapAttemptDeclined }
  | { readonly type: 'SwapOutcomeUnknown'; readonly data: SwapOutcomeUnknown }
  | { readonly type: 'SwapBound'; readonly data: SwapBound }
  | { readonly type: 'SwapBroadcast'; readonly data: SwapBroadcast }
  | { readonly type: 'SwapSettled'; readonly data: SwapSettled }
  | { readonly type: 'SwapProviderFailed'; readonly data: SwapProviderFailed }
  | { readonly type: 'SwapReleased'; readonly data: SwapReleased }
  | { readonly type: 'SwapClosed'; readonly data: { swapId: string; closedAt: Date } }
  | { readonly type: 'SwapReviewRequired'; readonly data: { swapId: string; reason: SwapReviewReason; since: Date } }
  | { readonly type: 'SwapResumed'; readonly data: SwapResumed }
  | { readonly type: 'SwapOutcomeResolved'; readonly data: SwapOutcomeResolved }
  | { readonly type: 'LateSwapEventRecorded'; readonly data: LateSwapEvent };

export interface SwapRequest {
  readonly swapId: string;
  readonly operatorId: string;
  readonly walletId: string;
  readonly providerWalletId: string;
  /** What is given. */
  readonly amount: Money;
  /** What it is swapped into, in the same wallet. */
  readonly toAsset: Asset;
  /** What the caller was quoted elsewhere: the provider documents no quote (IN-27). */
  readonly expectedOutput?: Money | undefined;
  /** How much less than quoted may come out before a person has to look, in basis points. */
  readonly slippageBpsMax?: number | undefined;
  readonly reference?: string | undefined;
  readonly idempotencyKey: string;
  /** SHA-256 of the canonical request body: the same key with another body is a conflict (API-13). */
  readonly requestHash: string;
  readonly requestedAt: Date;
}

export interface SwapRejected {
  readonly swapId: string;
  readonly code: 'insufficient-funds';
  readonly reason: string;
  readonly rejectedAt: Date;
}

/** Written before a byte is sent; only whoever wrote it may ask the provider, once. */
export interface SwapAttemptStarted {
  readonly swapId: string;
  readonly attempt: number;
  /** The note that goes with the request: `<environment>-<swapId>-<attempt>`. */
  readonly note: string;
  readonly claimedBy: string;
  readonly gateEvidence?: string | undefined;
  readonly startedAt: Date;
}

export interface SwapAttemptAccepted {
  readonly swapId: string;
  readonly attempt: number;
  readonly providerId: string;
  readonly evidence: string;
  readonly acceptedAt: Date;
}

/** The provider certainly did nothing: declined for good, or blocked until somebody mends access or configuration. */
export interface SwapAttemptDeclined {
  readonly swapId: string;
  readonly attempt: number;
  readonly code: string;
  readonly reason: string;
  readonly evidence: string;
  readonly declinedAt: Date;
}

export interface SwapOutcomeUnknown {
  readonly swapId: string;
  readonly attempt: number;
  /** What was seen instead of an answer: `timeout`, `http-502`, `process-ended`. */
  readonly observation: string;
  readonly evidence: string;
  readonly observedAt: Date;
}

/** The one provider transaction that this swap is allowed to be, for ever. */
export interface SwapBound {
  readonly swapId: string;
  readonly attempt: number;
  readonly providerId: string;
  readonly via: 'gate' | 'pull' | 'resolution';
  readonly evidence: string;
  readonly boundAt: Date;
}

export interface SwapBroadcast {
  readonly swapId: string;
  readonly providerId: string;
  readonly transactionHash: string;
  readonly seenAt: Date;
}

export interface SwapSettled {
  readonly swapId: string;
  readonly providerId: string;
  readonly transactionHash?: string | undefined;
  /** What came out, exactly: only the completed transaction says so. */
  readonly output: Money;
  /** In the native coin of the chain that the given asset is on; absent when the provider did not say. */
  readonly fee?: Money | undefined;
  /** How the output compares with what had been quoted, if anything was. */
  readonly quote?: Quote | undefined;
  readonly evidence: string;
  readonly settledAt: Date;
}

export interface SwapProviderFailed {
  readonly swapId: string;
  readonly providerId: string;
  readonly providerStatus: string;
  readonly evidence: string;
  readonly failedAt: Date;
}

/** The end of a swap that did not happen. From here on the gate answers every transaction of it with no. */
export interface SwapReleased {
  readonly swapId: string;
  readonly failureCode: SwapFailureCode;
  readonly reason: string;
  readonly releasedAt: Date;
}

export type SwapFailureCode = 'declined-by-provider' | 'failed-at-provider' | 'resolved-not-swapped';

export type SwapReviewReason =
  | WaitingReason
  | 'blocked-by-provider'
  | 'settled-differs-from-request'
  | 'output-missing'
  | 'fee-missing'
  | 'slippage-exceeded';

export interface SwapResumed {
  readonly swapId: string;
  readonly by: string;
  readonly reason: string;
  readonly resumedAt: Date;
}

export interface SwapOutcomeResolved {
  readonly swapId: string;
  readonly outcome: 'swapped' | 'not-swapped';
  readonly evidence: string;
  readonly providerId?: string | undefined;
  readonly resolvedBy: string;
  readonly approvedBy: string;
  readonly resolvedAt: Date;
}

/** Something the provider said after the end: kept for people, never a change of state (failure model §2.3 rule 7). */
export interface LateSwapEvent {
  readonly swapId: string;
  readonly providerId: string;
  readonly providerStatus: string;
  readonly evidence: string;
  readonly recordedAt: Date;
}
