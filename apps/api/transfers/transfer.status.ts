import type { TransferStage } from '#projections/transfers/transfers.tables.js';
import { keysOf } from '../fields/keys-of.js';
import type { WithdrawalStatus } from '../withdrawals/withdrawal.status.js';

/** Those of the canonical states that a transfer has (PO-09). */
export const transferStatuses = [
  'pending',
  'confirmed',
  'failed',
  'blocked',
] as const satisfies readonly WithdrawalStatus[];
export type TransferStatus = (typeof transferStatuses)[number];

/** Only what has arrived is confirmed; what has left and not arrived is pending. */
const statusOfStage: Readonly<Record<TransferStage, TransferStatus>> = {
  requested: 'pending',
  placed: 'pending',
  'in-transit': 'pending',
  completed: 'confirmed',
  failed: 'failed',
};

export const transferStages = keysOf(statusOfStage);

/** What waits for a person is blocked until it has ended (PO-04, PO-10). @param underReview of its leg */
export function statusOf(stage: TransferStage, underReview: boolean): TransferStatus {
  const status = statusOfStage[stage];
  return status === 'pending' && underReview ? 'blocked' : status;
}

/** The same the other way round: which transfers have a status. */
export function filterOf(status: TransferStatus): { stages: readonly TransferStage[]; underReview?: boolean } {
  const open = status === 'pending' || status === 'blocked';
  const stages = transferStages.filter((stage) => statusOfStage[stage] === (open ? 'pending' : status));
  return open ? { stages, underReview: status === 'blocked' } : { stages };
}
