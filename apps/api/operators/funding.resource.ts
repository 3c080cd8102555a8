import { formatAmount } from '#libs/money/amount-text.js';
import type { FundingReversed } from '#libs/operators/funding.events.js';
import type { RecordedFunding } from '#libs/operators/funding.handlers.js';
import { assetText } from '../assets/known-asset.js';
import type { FundingDto, FundingReversalDto } from './funding.dto.js';

/** As it was recorded; a reversal since then shows. */
export function fundingResource(funding: RecordedFunding): FundingDto {
  const { funded } = funding;
  return {
    object: 'funding',
    id: funded.fundingId,
    operator_id: funded.operatorId,
    status: funding.status,
    amount: formatAmount(funded.amount),
    asset: assetText(funded.amount.asset),
    reference: funded.reference,
    value_date: funded.valueDate,
    evidence: funded.evidence,
    recorded_at: funded.recordedAt.toISOString(),
    reversal: funding.status === 'reversed' ? reversalResource(funding.reversed) : null,
  };
}

function reversalResource({ reason, by, approvedBy, reversedAt }: FundingReversed): FundingReversalDto {
  return { reason, reversed_by: by, approved_by: approvedBy, reversed_at: reversedAt.toISOString() };
}
