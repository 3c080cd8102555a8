import type { TransferStage } from '#projections/transfers/transfers.tables.js';
import { keysOf } from '../fields/keys-of.js';
import type { WithdrawalStatus } from '../withdrawals/withdrawal.status.js';

/** Those of the canonical states that a transfer has (PO-09). */
export const transferStatuses = ['pending', 'confirmed', 'failed'] as const satisfies readonly WithdrawalStatus[];
export type TransferStatus = (typeof transferStatuses)[number];

/** Only what has arrived is confirmed; what has left and not arrived is pending. */
export const statusOfStage: Readonly<Record<TransferStage, TransferStatus>> = {
  requested: 'pending',
  placed: 'pending',
  'in-transit': 'pending',
  completed: 'confirmed',
  failed: 'failed',
};

export const transferStages = keysOf(statusOfStage);

/** The same the other way round. */
export function stagesOf(status: TransferStatus): readonly TransferStage[] {
  return transferStages.filter((stage) => statusOfStage[stage] === status);
}
