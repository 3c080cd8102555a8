import { accountCodec, accountStreamPrefix } from '#libs/ledger/account.codec.js';
import { assetId } from '#libs/money/asset.js';
import { payoutCodec, payoutStreamPrefix } from '#libs/payouts/payout.codec.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import { insert, update, type Change } from '#libs/read-store/changes.js';
import { defineProjection, type EventMeta } from '#libs/read-store/projection.definition.js';
import type { PatchOf } from '#libs/read-store/table.definition.js';
import { payout } from './payouts.tables.js';

type Patch = Omit<PatchOf<typeof payout>, 'updated_at'>;

/** Where every payout stands. */
export const payouts = defineProjection({
  name: 'payouts',
  version: 5,
  streams: [payoutStreamPrefix, accountStreamPrefix],
  codecs: [payoutCodec, accountCodec],
  tables: [payout],
  on: {
    PayoutRequested: (request, meta) => [insert(payout, rowOf(request, meta))],
    PayoutFundsReserved: patch(() => ({ stage: 'reserved' })),
    PayoutRejected: patch(({ code, reason }, { position }) => ({
      stage: 'rejected',
      closed: true,
      ended_position: position.commit,
      failure_code: code,
      failure_reason: reason,
    })),
    PayoutAttemptStarted: patch(({ attempt }) => ({ stage: 'submitted', attempts: attempt })),
    PayoutAttemptAccepted: 'ignored', // May be a surplus one; the provider id of a payout is the bound one.
    PayoutAttemptDeclined: 'ignored',
    PayoutAttemptBlocked: 'ignored',
    PayoutOutcomeUnknown: patch(() => ({ stage: 'unknown' })),
    PayoutBound: patch(({ providerId }) => ({ stage: 'bound', provider_id: providerId })),
    PayoutBroadcast: patch(({ transactionHash }) => ({ stage: 'broadcast', transaction_hash: transactionHash })),
    PayoutSettled: patch(({ providerId, transactionHash, settledAt }, { position }) => ({
      stage: 'settled',
      ended_position: position.commit,
      provider_id: providerId,
      ...(transactionHash !== undefined && { transaction_hash: transactionHash }),
      settled_at: settledAt,
      ...noReview,
    })),
    PayoutProviderFailed: 'ignored',
    PayoutReleased: patch(({ failureCode, reason }, { position }) => ({
      stage: 'released',
      ended_position: position.commit,
      failure_code: failureCode,
      failure_reason: reason,
      ...noReview,
    })),
    PayoutReviewRequired: patch(({ reason, since }) => ({ review_reason: reason, review_since: since })),
    PayoutResumed: patch(() => noReview),
    PayoutOutcomeResolved: 'ignored',
    LateProviderEventRecorded: 'ignored',
    AccountCredited: 'ignored',
    AccountDebited: 'ignored',
    FundsHeld: 'ignored',
    HoldCaptured: closed,
    HoldReleased: closed,
    IncomingDetected: 'ignored',
    IncomingConfirmed: 'ignored',
    IncomingHeldBack: 'ignored',
    IncomingCancelled: 'ignored',
    IncomingReopened: 'ignored',
  },
});

const noReview = { review_reason: null, review_since: null } as const;

function patch<Data extends { readonly payoutId: string }>(values: (data: Data, meta: EventMeta) => Patch) {
  return (data: Data, meta: EventMeta): Change[] => [
    update(payout, { payout_id: data.payoutId }, { ...values(data, meta), updated_at: meta.recordedAt }),
  ];
}

/** The hold of a payout has the payout's id; other holds are none of ours. */
function closed({ holdId }: { readonly holdId: string }, meta: EventMeta): Change[] {
  if (!holdId.startsWith('po_')) return [];
  return [update(payout, { payout_id: holdId }, { closed: true, updated_at: meta.recordedAt })];
}

function rowOf(request: PayoutRequest, { metadata, position }: EventMeta) {
  return {
    payout_id: request.payoutId,
    operator_id: request.operatorId,
    player_id: request.purpose.kind === 'payout' ? request.purpose.playerId : null,
    transfer_id: request.purpose.kind === 'transfer' ? request.purpose.transferId : null,
    wallet_id: request.walletId,
    asset: assetId(request.amount.asset),
    amount_minor: request.amount.minor,
    destination: request.destination,
    reference: request.reference ?? null,
    idempotency_key: request.idempotencyKey,
    request_id: metadata.requestId ?? null,
    metadata: request.metadata ?? null,
    stage: 'requested',
    closed: false,
    requested_position: position.commit,
    attempts: 0,
    requested_at: request.requestedAt,
    updated_at: request.requestedAt,
  } as const;
}
