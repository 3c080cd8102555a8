import { formatAmount } from '#libs/money/amount-text.js';
import { assetText } from '../assets/known-asset.js';
import { snakeCase } from '../fields/snake-case.js';
import type { FailureDto, WithdrawalDto } from './withdrawal.dto.js';
import { retryEligible, type WithdrawalRecord } from './withdrawal.record.js';
import { statusOf } from './withdrawal.status.js';

/** The resource that clients see: every field, always. */
export function withdrawalResource(record: WithdrawalRecord): WithdrawalDto {
  const { amount, stage, failure, review } = record;
  return {
    id: record.payoutId,
    object: 'withdrawal',
    status: statusOf(stage, review !== null),
    stage,
    wallet_id: record.walletId,
    player_id: record.playerId,
    amount: formatAmount(amount),
    asset: assetText(amount.asset),
    destination: { address: record.destination },
    reference: record.reference,
    metadata: record.metadata,
    provider_reference: record.providerId,
    transaction_hash: record.transactionHash,
    failure: failure && failureResource(failure),
    review: review && { reason: snakeCase(review.reason), since: review.since.toISOString() },
    attempts: record.attempts,
    created_at: record.createdAt.toISOString(),
    updated_at: record.updatedAt.toISOString(),
    settled_at: record.settledAt?.toISOString() ?? null,
  };
}

function failureResource({ code, reason }: NonNullable<WithdrawalRecord['failure']>): FailureDto {
  // What staff wrote down as evidence stays inside.
  const message = code === 'resolved-not-paid' ? 'It was established that this withdrawal was not paid.' : reason;
  return { code: snakeCase(code), message, retry_eligible: retryEligible[code] };
}
