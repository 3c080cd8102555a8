import type { SwapStage } from '#projections/swaps/swaps.tables.js';
import { withdrawalStages, type WithdrawalStatus } from '../withdrawals/withdrawal.status.js';

/** Those of the canonical states that a swap has (PO-09). */
export const swapStatuses = [
  'pending',
  'confirmed',
  'failed',
  'blocked',
] as const satisfies readonly WithdrawalStatus[];
export type SwapStatus = (typeof swapStatuses)[number];

/** A swap goes through the stages of a payout, which say the same of it. */
export const swapStages: readonly SwapStage[] = withdrawalStages;
