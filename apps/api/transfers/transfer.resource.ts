import { formatAmount } from '#libs/money/amount-text.js';
import { assetText } from '../assets/known-asset.js';
import { snakeCase } from '../fields/snake-case.js';
import type { TransferDto } from './transfer.dto.js';
import { failureMeanings, type TransferRecord } from './transfer.record.js';
import { statusOf } from './transfer.status.js';

/** The resource that the platform sees: every field, always. */
export function transferResource(record: TransferRecord): TransferDto {
  const { amount, stage, failureCode, review } = record;
  return {
    id: record.transferId,
    object: 'transfer',
    status: statusOf(stage, review !== null),
    stage: snakeCase(stage),
    from_wallet_id: record.fromWalletId,
    to_wallet_id: record.toWalletId,
    to_operator_id: record.toOperatorId,
    amount: formatAmount(amount),
    asset: assetText(amount.asset),
    address: record.destination,
    reference: record.reference,
    provider_reference: record.providerId,
    failure: failureCode && { code: snakeCase(failureCode), message: failureMeanings[failureCode] },
    review: review && { reason: snakeCase(review.reason), since: review.since.toISOString() },
    created_at: record.createdAt.toISOString(),
    updated_at: record.updatedAt.toISOString(),
    completed_at: record.completedAt?.toISOString() ?? null,
  };
}
