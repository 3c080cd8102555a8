import { unreachable } from '../decider/decider.js';
import type {
  DepositDetected,
  DepositEvent,
  DepositMoney,
  DepositReviewRequired,
  SuspenseVerdict,
} from './deposit.events.js';
import { forgetting, isOwed, isUnsettled, noReviews, withAsked, withoutSeen, type Reviews } from './reviews.js';
import type { DepositStatus } from './terminal-status.js';

export type Deposit =
  | { readonly status: 'absent' }
  | { readonly status: 'quarantined'; readonly why: string }
  | DetectedDeposit;

export interface DetectedDeposit {
  readonly status: DepositStatus;
  readonly detected: DepositDetected;
  /** When its status was recorded. */
  readonly since: Date;
  /** Undefined until the account was asked for the first time. */
  readonly money?: DepositMoney;
  /** At any time: what is locked again by a fork was credited all the same. */
  readonly wasCredited?: boolean;
  /** It is not to be credited by itself: the order that it came beside, or that no customer's it is. */
  readonly beside?: string;
  /** What two people said of it. */
  readonly resolution?: SuspenseVerdict;
  /** What they said holds until a fork or a failure takes it back. */
  readonly isDecided?: boolean;
  /** What the provider says last settles nothing: without a person it stays as it is. */
  readonly isStuck?: boolean;
  readonly reviews: Reviews<DepositReviewRequired>;
}

export function isDetected(deposit: Deposit): deposit is DetectedDeposit {
  return 'detected' in deposit;
}

/** Where the money of a transaction belongs: only what the provider says is completed may be spent (DW-01). */
export function moneyFor(deposit: Omit<DetectedDeposit, 'detected' | 'since' | 'reviews'>): DepositMoney {
  const { status, beside, resolution, isDecided } = deposit;
  if (resolution?.to === 'outside') return 'reversed';
  if (resolution && isDecided) return 'credited';
  switch (status) {
    case 'Pending':
    case 'Unconfirmed':
    case 'Confirming':
    case 'PendingFork':
      return 'locked';
    case 'Completed':
    case 'Swept':
      return beside === undefined || resolution ? 'credited' : 'suspended';
    case 'Failed':
      return 'reversed';
    default:
      return unreachable(status);
  }
}

export function evolveDeposit(deposit: Deposit, { type, data }: DepositEvent): Deposit {
  if (type === 'DepositQuarantined') return { status: 'quarantined', why: `${data.reason} ${data.providerStatus}` };
  if (type === 'DepositDetected')
    return { status: data.status, since: data.detectedAt, detected: data, reviews: noReviews() };
  if (!isDetected(deposit)) throw new Error(`${type} cannot follow on ${deposit.status}`);
  switch (type) {
    case 'DepositStatusChanged':
      return {
        ...deposit,
        status: data.status,
        since: data.changedAt,
        isStuck: false,
        isDecided: deposit.isDecided === true && !isTakenBack(data.status),
        reviews: forgetting(deposit.reviews, isUnsettled),
      };
    case 'DepositMoneyMoved':
      return { ...deposit, money: data.money, ...(data.money === 'credited' && credited(deposit)) };
    case 'DepositReviewRequired':
      return {
        ...deposit,
        ...(isBeside(data) && { beside: data.detail }),
        ...(isUnsettled(data.reason) && { isStuck: true }),
        reviews: withAsked(deposit.reviews, data),
      };
    case 'DepositReviewClosed':
      return { ...deposit, reviews: withoutSeen(deposit.reviews, data) };
    case 'DepositSuspenseResolved':
      return { ...deposit, resolution: data, isDecided: true };
    default:
      return unreachable(type);
  }
}

function isBeside({ reason }: DepositReviewRequired): boolean {
  return reason === 'late-payment' || reason === 'unlinked-payment';
}

/** What was owed is repaid by it. */
function credited({ reviews }: DetectedDeposit) {
  return { wasCredited: true, reviews: forgetting(reviews, isOwed) };
}

export function isTakenBack(status: string | undefined): boolean {
  return status === 'PendingFork' || status === 'Failed';
}

/** Taken back after it was given to the operator, and held up again, it is to be said anew. */
export function waitsForPerson({ money, resolution, isDecided, isStuck }: DetectedDeposit): boolean {
  if (resolution && (isDecided || resolution.to === 'outside')) return false;
  return money === 'suspended' || (isStuck === true && money !== 'credited');
}
