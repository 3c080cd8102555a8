import { assetId } from '#libs/money/asset.js';
import { update, upsert, type Change } from '#libs/read-store/changes.js';
import { defineProjection, type EventMeta } from '#libs/read-store/projection.definition.js';
import type { PatchOf } from '#libs/read-store/table.definition.js';
import { sweepCodec, sweepStreamPrefix } from '#libs/sweeps/sweep.codec.js';
import { sweep } from './sweeps.tables.js';

type Patch = Omit<PatchOf<typeof sweep>, 'updated_at'>;

const noReview = { review_reason: null, review_detail: null, review_since: null } as const;

/** Where every sweep stands. */
export const sweeps = defineProjection({
  name: 'sweeps',
  version: 2,
  streams: [sweepStreamPrefix],
  codecs: [sweepCodec],
  tables: [sweep],
  on: {
    SweepDetected: ({ providerId, toWalletId, sourceWalletIds, amount, detectedAt }) => [
      upsert(
        sweep,
        { provider_id: providerId },
        {
          to_wallet_id: toWalletId,
          source_wallet_ids: sourceWalletIds,
          asset: assetId(amount.asset),
          amount_minor: amount.minor,
          stage: 'detected',
          closed: false,
          detected_at: detectedAt,
          updated_at: detectedAt,
          ...noReview,
        },
      ),
    ],
    SweepSettled: patch(({ transactionHash = null, amount, parts }) => ({
      stage: 'settled',
      amount_minor: amount.minor,
      parts: parts.map(({ walletId, operatorId, amount: part }) => ({
        walletId,
        operatorId,
        minor: String(part.minor),
      })),
      transaction_hash: transactionHash,
      ...noReview,
    })),
    SweepFailed: patch(({ transactionHash = null }) => ({
      stage: 'failed',
      transaction_hash: transactionHash,
      ...noReview,
    })),
    SweepReviewRequired: patch(({ reason, detail, since }) => ({
      review_reason: reason,
      review_detail: detail,
      review_since: since,
    })),
    SweepResolved: patch(({ outcome }) =>
      outcome === 'dismissed' ? { stage: 'dismissed', closed: true, ...noReview } : noReview,
    ),
    SweepFeeResolved: patch(() => noReview),
    SweepClosed: patch(() => ({ closed: true })),
  },
});

function patch<Data extends { readonly providerId: string }>(values: (data: Data) => Patch) {
  return (data: Data, meta: EventMeta): Change[] => [
    update(sweep, { provider_id: data.providerId }, { ...values(data), updated_at: meta.recordedAt }),
  ];
}
