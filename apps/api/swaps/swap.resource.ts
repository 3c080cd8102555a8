import { formatAmount } from '#libs/money/amount-text.js';
import { assetText } from '../assets/known-asset.js';
import { snakeCase } from '../fields/snake-case.js';
import { statusOf } from '../withdrawals/withdrawal.status.js';
import type { SwapDto } from './swap.dto.js';
import { failureMeanings, type SwapRecord } from './swap.record.js';

/** The resource that the platform sees: every field, always. */
export function swapResource(record: SwapRecord): SwapDto {
  const { amount, toAsset, expectedOutput, output, fee, failureCode, review } = record;
  return {
    id: record.swapId,
    object: 'swap',
    status: statusOf(record.stage, review !== null),
    stage: record.stage,
    operator_id: record.operatorId,
    wallet_id: record.walletId,
    amount: formatAmount(amount),
    asset: assetText(amount.asset),
    to_asset: assetText(toAsset),
    expected_output: expectedOutput && formatAmount(expectedOutput),
    slippage_bps_max: record.slippageBpsMax,
    output: output && formatAmount(output),
    fee: fee && { amount: formatAmount(fee), asset: assetText(fee.asset) },
    slippage_bps: record.slippageBps,
    reference: record.reference,
    provider_reference: record.providerId,
    transaction_hash: record.transactionHash,
    failure: failureCode && { code: snakeCase(failureCode), message: failureMeanings[failureCode] },
    review: review && { reason: snakeCase(review.reason), since: review.since.toISOString() },
    attempts: record.attempts,
    created_at: record.createdAt.toISOString(),
    updated_at: record.updatedAt.toISOString(),
    settled_at: record.settledAt?.toISOString() ?? null,
  };
}
