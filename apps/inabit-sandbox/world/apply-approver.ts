import { withdrawalOf } from './apply-withdrawal.js';
import type { ApproverRecord, Recorded } from './records.js';
import type { World } from './world.js';

export function applyApproverRecord(world: World, record: Recorded<ApproverRecord>): void {
  const withdrawal = withdrawalOf(world, record.withdrawalId);
  switch (record.type) {
    case 'WithdrawalOffered':
      withdrawal.offers += record.copies;
      withdrawal.offeredAt = record.at;
      return;
    case 'OfferFailed':
      withdrawal.lastOfferProblem = record.problem;
      withdrawal.offeredAt = record.at;
      return;
    case 'VerdictGiven':
      withdrawal.verdicts.push(record.approved);
      withdrawal.verdictAt ??= record.at;
  }
}
