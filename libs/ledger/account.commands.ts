import type { Money } from '../money/money.js';
import type { AccountName } from './account-name.js';
import type { CreditReason, DebitReason } from './account.events.js';

export type AccountCommand =
  | { readonly type: 'Credit'; readonly data: CreditData }
  | { readonly type: 'Debit'; readonly data: DebitData }
  | { readonly type: 'Hold'; readonly data: HoldData }
  | { readonly type: 'CaptureHold'; readonly data: CaptureData }
  | { readonly type: 'ReleaseHold'; readonly data: ReleaseData }
  | { readonly type: 'DetectIncoming'; readonly data: DetectData }
  | { readonly type: 'ConfirmIncoming'; readonly data: ConfirmData }
  | { readonly type: 'HoldBackIncoming'; readonly data: HoldBackData }
  | { readonly type: 'CancelIncoming'; readonly data: CancelData }
  | { readonly type: 'ReopenIncoming'; readonly data: ReopenData };

export interface CreditData {
  readonly from: AccountName;
  readonly amount: Money;
  readonly reason: CreditReason;
  readonly reference: string;
  readonly evidence: string;
  readonly now: Date;
}

/** For money that is gone already, so nothing can refuse it: what is not available is owed (INV-L4). */
export interface DebitData {
  readonly to: AccountName;
  readonly shortfallFrom: AccountName;
  readonly amount: Money;
  readonly reason: DebitReason;
  readonly reference: string;
  readonly evidence: string;
  readonly now: Date;
}

export interface HoldData {
  readonly holdId: string;
  readonly amount: Money;
  readonly now: Date;
}

export interface CaptureData {
  readonly holdId: string;
  readonly to: AccountName;
  readonly reference: string;
  readonly now: Date;
}

export interface ReleaseData {
  readonly holdId: string;
  readonly reason: string;
  readonly now: Date;
}

export interface DetectData {
  readonly incomingId: string;
  readonly from: AccountName;
  readonly amount: Money;
  readonly reference: string;
  readonly evidence: string;
  readonly now: Date;
}

export interface ConfirmData {
  readonly incomingId: string;
  readonly evidence: string;
  readonly now: Date;
}

export interface HoldBackData {
  readonly incomingId: string;
  readonly shortfallFrom: AccountName;
  /** Where it goes next: nothing is held back of what has been cancelled to there already. */
  readonly unlessAt?: AccountName;
  readonly reason: string;
  readonly evidence: string;
  readonly now: Date;
}

export interface CancelData {
  readonly incomingId: string;
  readonly to: AccountName;
  readonly reason: string;
  readonly evidence: string;
  readonly now: Date;
}

export interface ReopenData {
  readonly incomingId: string;
  /** Where it was cancelled to: what is anywhere else stays there. */
  readonly from: AccountName;
  readonly reason: string;
  readonly evidence: string;
  readonly now: Date;
}

export type AccountRejection =
  | { readonly code: 'amount-not-positive' }
  | { readonly code: 'insufficient-funds'; readonly available: Money; readonly requested: Money }
  | { readonly code: 'hold-exists-with-other-amount'; readonly held: Money }
  | { readonly code: 'hold-not-found' }
  | { readonly code: 'hold-already-captured' }
  | { readonly code: 'hold-already-released' }
  | { readonly code: 'incoming-exists-with-other-amount'; readonly detected: Money }
  | { readonly code: 'incoming-not-found' }
  | { readonly code: 'incoming-already-available' }
  | { readonly code: 'incoming-already-cancelled' };
