import type { Networks } from '../chains/networks.js';
import type { VerdictObjection } from '../decider/verdict.js';
import type { DepositMoney, DepositReviewReason, SuspenseVerdict } from './deposit.events.js';
import type { ReviewRejection } from './reviews.js';
import type { IncomingSighting, WidgetOwner } from './sighting.js';

export type DepositCommand =
  | { readonly type: 'RecordIncoming'; readonly data: RecordIncoming }
  | { readonly type: 'RecordUnreadable'; readonly data: RecordUnreadable }
  | { readonly type: 'RecordDepositMoney'; readonly data: { readonly money: DepositMoney; readonly now: Date } }
  | { readonly type: 'RequireDepositReview'; readonly data: RequireDepositReview }
  | { readonly type: 'CloseDepositReview'; readonly data: CloseReview }
  | { readonly type: 'ResolveDepositSuspense'; readonly data: ResolveSuspense };

export interface RecordIncoming {
  readonly depositId: string;
  readonly sighting: IncomingSighting;
  /** Undefined for a widget that is none of ours. */
  readonly owner: WidgetOwner | undefined;
  /** Whose money is taken here. */
  readonly networks: Networks;
  readonly evidence: string;
  /** When the provider was asked; what was recorded since is newer. */
  readonly askedAt: Date | undefined;
  readonly now: Date;
}

/** A transaction or a purchase, told in a shape that is not known. */
export interface RecordUnreadable {
  readonly id: string;
  readonly providerId: string;
  readonly widgetId: string;
  readonly status: string;
  /** The names of those that are not as they should be. */
  readonly fields: string;
  readonly evidence: string;
  readonly now: Date;
}

export interface RequireDepositReview {
  readonly reason: DepositReviewReason;
  readonly detail: string;
  readonly evidence: string;
  readonly now: Date;
}

export interface CloseReview {
  /** Which; needed where several are open, so that none is closed unseen. */
  readonly reason?: string | undefined;
  readonly by: string;
  readonly note: string;
  readonly now: Date;
}

export interface ResolveSuspense extends SuspenseVerdict {
  readonly now: Date;
}

/** No money of it is suspended, it was said otherwise before, or what is said does not count. */
export type SuspenseRejection = { readonly code: 'nothing-suspended' | 'resolved-otherwise' } | VerdictObjection;
export type DepositRejection = { readonly code: 'deposit-not-found' } | SuspenseRejection | ReviewRejection;
