import { networkFeeCodec, networkFeeStreamPrefix } from '#libs/fees/network-fee.codec.js';
import type { NetworkFeeObserved, NetworkFeeUnclear } from '#libs/fees/network-fee.events.js';
import { assetId } from '#libs/money/asset.js';
import { upsert } from '#libs/read-store/changes.js';
import { defineProjection } from '#libs/read-store/projection.definition.js';
import { networkFee } from './fees.tables.js';

/** The network fees, and those of them that nobody could read. */
export const networkFees = defineProjection({
  name: 'network-fees',
  version: 2,
  streams: [networkFeeStreamPrefix],
  codecs: [networkFeeCodec],
  tables: [networkFee],
  on: {
    NetworkFeeObserved: (observed) => [
      upsert(networkFee, keyOf(observed), {
        ...subjectOf(observed),
        asset: assetId(observed.fee.asset),
        fee_minor: observed.fee.minor,
        changes: observed.change,
        unclear: null,
        reported: null,
      }),
    ],
    NetworkFeeUnclear: (seen) => [
      upsert(networkFee, keyOf(seen), {
        ...subjectOf(seen),
        changes: 0,
        unclear: seen.reason,
        reported: seen.reported ?? null,
      }),
    ],
  },
});

function keyOf({ providerId }: NetworkFeeObserved | NetworkFeeUnclear) {
  return { provider_id: providerId };
}

function subjectOf({ kind, movementId, walletId, operatorId, observedAt }: NetworkFeeObserved | NetworkFeeUnclear) {
  return { kind, movement_id: movementId, wallet_id: walletId, operator_id: operatorId, observed_at: observedAt };
}
