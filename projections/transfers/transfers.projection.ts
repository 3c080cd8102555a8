import { assetId } from '#libs/money/asset.js';
import { insert, update, type Change } from '#libs/read-store/changes.js';
import { defineProjection, type EventMeta } from '#libs/read-store/projection.definition.js';
import type { PatchOf } from '#libs/read-store/table.definition.js';
import { transferCodec, transferStreamPrefix } from '#libs/transfers/transfer.codec.js';
import type { TransferRequest } from '#libs/transfers/transfer.events.js';
import { transfer } from './transfers.tables.js';

type Patch = Omit<PatchOf<typeof transfer>, 'updated_at'>;

/** Where every transfer stands. */
export const transfers = defineProjection({
  name: 'transfers',
  version: 1,
  streams: [transferStreamPrefix],
  codecs: [transferCodec],
  tables: [transfer],
  on: {
    TransferRequested: (request) => [insert(transfer, rowOf(request))],
    TransferLegPlaced: patch(({ payoutId }) => ({ stage: 'placed', payout_id: payoutId })),
    TransferLegSettled: patch(({ providerId }) => ({ stage: 'in-transit', provider_id: providerId })),
    TransferFailed: patch(({ code }) => ({ stage: 'failed', closed: true, failure_code: code })),
    TransferCompleted: patch(({ completedAt }) => ({ stage: 'completed', closed: true, completed_at: completedAt })),
  },
});

function patch<Data extends { readonly transferId: string }>(values: (data: Data) => Patch) {
  return (data: Data, meta: EventMeta): Change[] => [
    update(transfer, { transfer_id: data.transferId }, { ...values(data), updated_at: meta.recordedAt }),
  ];
}

function rowOf(request: TransferRequest) {
  return {
    transfer_id: request.transferId,
    requested_by: request.requestedBy,
    from_wallet_id: request.fromWalletId,
    to_wallet_id: request.toWalletId,
    to_operator_id: request.toOperatorId,
    asset: assetId(request.amount.asset),
    amount_minor: request.amount.minor,
    destination: request.destination,
    reference: request.reference ?? null,
    stage: 'requested',
    closed: false,
    requested_at: request.requestedAt,
    updated_at: request.requestedAt,
  } as const;
}
