import type { Verdict } from '../decider/verdict.js';
import type { Money } from '../money/money.js';
import type { ReportedValue } from './sighting.js';
import type { DepositStatus } from './terminal-status.js';

/** The facts of one transaction at a customer address, `deposit-<depositId>`. Each rests on a pull (INV-I3). */
export type DepositEvent =
  | { readonly type: 'DepositQuarantined'; readonly data: DepositQuarantined }
  | { readonly type: 'DepositDetected'; readonly data: DepositDetected }
  | { readonly type: 'DepositStatusChanged'; readonly data: DepositStatusChanged }
  | { readonly type: 'DepositMoneyMoved'; readonly data: DepositMoneyMoved }
  | { readonly type: 'DepositReviewRequired'; readonly data: DepositReviewRequired }
  | { readonly type: 'DepositReviewClosed'; readonly data: DepositReviewClosed }
  | { readonly type: 'DepositSuspenseResolved'; readonly data: DepositSuspenseResolved };

/** Nobody can say whose money it is, or how much: no money moves until a pull can be read. */
export type QuarantineReason = (typeof quarantineReasons)[number];
/**
 * `network-not-allowed`: of another environment, such as a test network in `live` (IN-28). `unreadable-row`: told in another
 * shape than is known.
 */
export const quarantineReasons = [
  'unknown-widget',
  'unknown-asset',
  'network-not-allowed',
  'unreadable-amount',
  'unknown-status',
  'unreadable-row',
] as const;

export type DepositReviewReason =
  | 'unknown-status'
  | 'status-conflict'
  | 'differs-from-record'
  | 'spent-before-fork'
  | 'account-disagrees'
  | 'unreadable-row'
  /** It came to the address of a purchase whose window had closed; the detail is the order. */
  | 'late-payment'
  /** It is no customer's, or came to the address of a purchase that has ended without it; the detail says which. */
  | 'unlinked-payment';

/**
 * Where the money of a transaction is: locked on detection, credited, or gone again. `suspended`: it came too late or for no
 * purchase, and for whom a person decides (A20).
 */
export type DepositMoney = 'locked' | 'credited' | 'reversed' | 'suspended';

export interface DepositQuarantined {
  readonly depositId: string;
  readonly providerId: string;
  readonly reason: QuarantineReason;
  readonly widgetId: string;
  readonly providerStatus: string;
  readonly evidence: string;
  readonly quarantinedAt: Date;
}

export interface DepositDetected {
  readonly depositId: string;
  readonly providerId: string;
  readonly operatorId: string;
  readonly walletId: string;
  readonly widgetId: string;
  /** The one key of this transaction in the account: an order that claims it too moves nothing more. */
  readonly incomingId: string;
  readonly amount: Money;
  readonly address: string;
  readonly transactionHash?: string | undefined;
  readonly sourceAddress?: string | undefined;
  readonly customerKey?: string | undefined;
  readonly value: ReportedValue;
  readonly status: DepositStatus;
  readonly evidence: string;
  readonly detectedAt: Date;
}

export interface DepositStatusChanged {
  readonly depositId: string;
  readonly from: DepositStatus;
  readonly status: DepositStatus;
  readonly evidence: string;
  readonly changedAt: Date;
}

/** The account did it: the postings are there. */
export interface DepositMoneyMoved {
  readonly depositId: string;
  readonly money: DepositMoney;
  readonly movedAt: Date;
}

export interface DepositReviewRequired {
  readonly depositId: string;
  readonly reason: DepositReviewReason;
  /** What exactly: the status or the names of the fields. Recorded once each. */
  readonly detail: string;
  readonly evidence: string;
  readonly since: Date;
}

export interface DepositReviewClosed {
  readonly depositId: string;
  /** Which one; undefined in facts of before several could be open. */
  readonly reason?: DepositReviewReason | undefined;
  readonly detail?: string | undefined;
  readonly by: string;
  readonly note: string;
  readonly closedAt: Date;
}

/** Two people say whose it is: what is suspended, or locked because nothing that the provider says settles it. */
export interface DepositSuspenseResolved extends SuspenseVerdict {
  readonly depositId: string;
  readonly resolvedAt: Date;
}

export interface SuspenseVerdict extends Verdict {
  readonly to: SuspenseResolution;
}

/** `operator`: it is theirs, to keep or to refund by a payout. `outside`: it never came, or was told of twice. */
export type SuspenseResolution = (typeof suspenseResolutions)[number];
export const suspenseResolutions = ['operator', 'outside'] as const;
