import { unreachable } from '../decider/decider.js';
import type {
  DepositDetected,
  DepositEvent,
  DepositMoney,
  DepositReviewRequired,
  SuspenseVerdict,
} from './deposit.events.js';
import type { DepositStatus } from './terminal-status.js';

export type Deposit =
  | { readonly status: 'absent' }
  | { readonly status: 'quarantined'; readonly why: string }
  | DetectedDeposit;

export interface DetectedDeposit {
  readonly status: DepositStatus;
  readonly detected: DepositDetected;
  /** Undefined until the account was asked for the first time. */
  readonly money?: DepositMoney;
  /** At any time: what is locked again by a fork was credited all the same. */
  readonly wasCredited?: boolean;
  /** It is not to be credited by itself: the order that it came beside, or that no customer's it is. */
  readonly beside?: string;
  /** What was said of the suspended money. */
  readonly resolution?: SuspenseVerdict;
  readonly review?: DepositReviewRequired;
  /** Reviews that were asked for, so that each is asked for once. */
  readonly reviewed: ReadonlySet<string>;
}

export function isDetected(deposit: Deposit): deposit is DetectedDeposit {
  return 'detected' in deposit;
}

/** Where the money of a transaction belongs: only what the provider says is completed may be spent (DW-01). */
export function moneyFor(deposit: Pick<DetectedDeposit, 'status' | 'beside' | 'resolution'>): DepositMoney {
  const { status, beside, resolution } = deposit;
  if (resolution?.to === 'outside') return 'reversed';
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
  if (type === 'DepositDetected') return { status: data.status, detected: data, reviewed: new Set() };
  if (!isDetected(deposit)) throw new Error(`${type} cannot follow on ${deposit.status}`);
  switch (type) {
    case 'DepositStatusChanged':
      return { ...deposit, status: data.status };
    case 'DepositMoneyMoved':
      return { ...deposit, money: data.money, ...(data.money === 'credited' && { wasCredited: true }) };
    case 'DepositReviewRequired':
      return {
        ...deposit,
        ...(isBeside(data) && { beside: data.detail }),
        review: data,
        reviewed: new Set([...deposit.reviewed, reviewKey(data)]),
      };
    case 'DepositReviewClosed':
      return withoutReview(deposit);
    case 'DepositSuspenseResolved':
      return { ...deposit, resolution: data };
    default:
      return unreachable(type);
  }
}

function isBeside({ reason }: DepositReviewRequired): boolean {
  return reason === 'late-payment' || reason === 'unlinked-payment';
}

export function reviewKey({ reason, detail }: Pick<DepositReviewRequired, 'reason' | 'detail'>): string {
  return `${reason} ${detail}`;
}

function withoutReview({ review: _, ...deposit }: DetectedDeposit): DetectedDeposit {
  return deposit;
}
