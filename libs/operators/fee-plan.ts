import { accept, reject, type Decision } from '../decider/decider.js';
import { isPositive, sameMoney, type Money } from '../money/money.js';
import type { OperatorEvent, OperatorFeesSet } from './operator.events.js';

/** What the platform takes of an operator: a share of each payout, and so much at the beginning of each month (API-28). */
export interface SetFees {
  /** In hundredths of a per cent: 25 is 0.25 %. */
  readonly shareBps: number;
  readonly flat?: Money | undefined;
  readonly by: string;
  readonly now: Date;
}

export type FeePlanRejection = { readonly code: 'share-out-of-range' } | { readonly code: 'flat-fee-not-positive' };

/** All of the volume. */
export const share_bps_max = 10_000;

export function setFees(
  operatorId: string,
  { now: setAt, ...plan }: SetFees,
  before: readonly OperatorFeesSet[],
): Decision<OperatorEvent, FeePlanRejection> {
  const { shareBps, flat } = plan;
  if (!Number.isInteger(shareBps) || shareBps < 0 || shareBps > share_bps_max)
    return reject({ code: 'share-out-of-range' });
  if (flat && !isPositive(flat)) return reject({ code: 'flat-fee-not-positive' });
  const last = before.at(-1);
  const isSame = last?.shareBps === shareBps && sameFlat(last.flat, flat);
  return isSame ? accept() : accept({ type: 'OperatorFeesSet', data: { operatorId, ...plan, setAt } });
}

/** The plan that was in force at a moment: the last that had been set; undefined before the first. */
export function planAt(plans: readonly OperatorFeesSet[], at: Date): OperatorFeesSet | undefined {
  return plans.findLast(({ setAt }) => setAt.getTime() <= at.getTime());
}

function sameFlat(a: Money | undefined, b: Money | undefined): boolean {
  return a && b ? sameMoney(a, b) : a === b;
}
