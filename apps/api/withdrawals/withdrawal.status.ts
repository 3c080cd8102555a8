import type { PayoutStage } from '#projections/payouts/payouts.tables.js';
import { keysOf } from '../fields/keys-of.js';

/** The small canonical state model that every party shares (PO-09), and `blocked` (PO-10). */
export const withdrawalStatuses = ['pending', 'confirmed', 'failed', 'canceled', 'reversed', 'blocked'] as const;
export type WithdrawalStatus = (typeof withdrawalStatuses)[number];

const statusOfStage = {
  requested: 'pending',
  reserved: 'pending',
  submitted: 'pending',
  unknown: 'pending',
  bound: 'pending',
  broadcast: 'pending',
  settled: 'confirmed',
  released: 'failed',
  rejected: 'failed',
} as const satisfies Readonly<Record<PayoutStage, WithdrawalStatus>>;

type StatusOfStage = (typeof statusOfStage)[PayoutStage] | 'blocked';

export const withdrawalStages = keysOf(statusOfStage);

/** What waits for a person is blocked until it has ended. */
export function statusOf(stage: PayoutStage, underReview: boolean): StatusOfStage {
  const status = statusOfStage[stage];
  return status === 'pending' && underReview ? 'blocked' : status;
}

/** The same the other way round: which payouts have a status. */
export function filterOf(status: WithdrawalStatus): { stages: readonly PayoutStage[]; underReview?: boolean } {
  const open = status === 'pending' || status === 'blocked';
  const stages = withdrawalStages.filter((stage) => statusOfStage[stage] === (open ? 'pending' : status));
  return open ? { stages, underReview: status === 'blocked' } : { stages };
}
