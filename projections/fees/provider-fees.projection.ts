import { providerFeeCodec, providerFeeStreamPrefix } from '#libs/fees/provider-fee.codec.js';
import { assetId } from '#libs/money/asset.js';
import { insert, update } from '#libs/read-store/changes.js';
import { defineProjection } from '#libs/read-store/projection.definition.js';
import { providerFee } from './fees.tables.js';

/** What the provider charged by invoice or statement. */
export const providerFees = defineProjection({
  name: 'provider-fees',
  version: 1,
  streams: [providerFeeStreamPrefix],
  codecs: [providerFeeCodec],
  tables: [providerFee],
  on: {
    ProviderFeeCharged: ({ chargeId, operatorId, walletId, fee, period, evidence, by, chargedAt }) => [
      insert(providerFee, {
        charge_id: chargeId,
        operator_id: operatorId,
        wallet_id: walletId ?? null,
        asset: assetId(fee.asset),
        fee_minor: fee.minor,
        period_from: period.from,
        period_to: period.to,
        evidence,
        charged_by: by,
        charged_at: chargedAt,
      }),
    ],
    ProviderFeeReversed: ({ chargeId, reason, reversedAt }) => [
      update(providerFee, { charge_id: chargeId }, { reversal_reason: reason, reversed_at: reversedAt }),
    ],
  },
});
