import { depositCodec, depositStreamPrefix } from '#libs/deposits/deposit.codec.js';
import { orderCodec, orderStreamPrefix } from '#libs/deposits/order.codec.js';
import { gateCodec, gateStreamPrefix } from '#libs/gate/gate.codec.js';
import { payoutCodec, payoutStreamPrefix } from '#libs/payouts/payout.codec.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import { insert, type Change } from '#libs/read-store/changes.js';
import { defineProjection, type EventMeta } from '#libs/read-store/projection.definition.js';
import { swapCodec, swapStreamPrefix } from '#libs/swaps/swap.codec.js';
import { sweepCodec, sweepStreamPrefix } from '#libs/sweeps/sweep.codec.js';
import { transferCodec, transferStreamPrefix } from '#libs/transfers/transfer.codec.js';
import type { TransferRequest } from '#libs/transfers/transfer.events.js';
import { depositReferences } from './deposit.references.js';
import { refer } from './refer.js';
import { resourceOwner, resourceReference } from './references.tables.js';
import { swapReferences } from './swap.references.js';
import { sweepReferences } from './sweep.references.js';

/** Finds anything by any reference. */
export const references = defineProjection({
  name: 'references',
  version: 4,
  streams: [
    payoutStreamPrefix,
    gateStreamPrefix,
    transferStreamPrefix,
    swapStreamPrefix,
    sweepStreamPrefix,
    depositStreamPrefix,
    orderStreamPrefix,
  ],
  codecs: [payoutCodec, gateCodec, transferCodec, swapCodec, sweepCodec, depositCodec, orderCodec],
  tables: [resourceReference, resourceOwner],
  on: {
    PayoutRequested: requested,
    PayoutFundsReserved: 'ignored',
    PayoutRejected: 'ignored',
    PayoutAttemptStarted: ({ payoutId, note }, meta) => [refer(payoutId, 'note', note, meta)],
    PayoutAttemptAccepted: byProviderId,
    PayoutAttemptDeclined: 'ignored',
    PayoutAttemptBlocked: 'ignored',
    PayoutOutcomeUnknown: 'ignored',
    PayoutBound: byProviderId,
    PayoutBroadcast: ({ payoutId, transactionHash }, meta) => byHash(payoutId, transactionHash, meta),
    PayoutSettled: ({ payoutId, transactionHash }, meta) => byHash(payoutId, transactionHash, meta),
    PayoutProviderFailed: 'ignored',
    PayoutReleased: 'ignored',
    PayoutReviewRequired: 'ignored',
    PayoutResumed: 'ignored',
    PayoutOutcomeResolved: ({ payoutId, transactionHash }, meta) => byHash(payoutId, transactionHash, meta),
    LateProviderEventRecorded: byProviderId,
    WithdrawalMatched: byProviderId,
    WithdrawalApproved: 'ignored',
    SweepApproved: 'ignored',
    ForeignWithdrawalRejected: ({ payoutId, providerId }, meta) =>
      payoutId === undefined ? [] : byProviderId({ payoutId, providerId }, meta),
    VerdictDeferred: 'ignored',
    TransferRequested: transferRequested,
    TransferLegPlaced: 'ignored',
    TransferLegSettled: 'ignored',
    TransferFailed: 'ignored',
    TransferCompleted: 'ignored',
    ...swapReferences,
    ...sweepReferences,
    ...depositReferences,
  },
});

function requested(request: PayoutRequest, meta: EventMeta): Change[] {
  const { payoutId, operatorId, purpose } = request;
  const own = { resource_id: payoutId, operator_id: operatorId };
  const byId = refer(payoutId, 'payout-id', payoutId, meta);
  // Everything else that a leg was requested with, the transfer was requested with as well.
  if (purpose.kind === 'transfer')
    return [insert(resourceOwner, { ...own, resource: 'transfer', transfer_id: purpose.transferId }), byId];
  return [
    insert(resourceOwner, { ...own, resource: 'withdrawal' }),
    byId,
    refer(payoutId, 'player-id', purpose.playerId, meta),
    ...byRequest(payoutId, request, meta),
  ];
}

function transferRequested(request: TransferRequest, meta: EventMeta): Change[] {
  const { transferId, fromOperatorId } = request;
  return [
    insert(resourceOwner, { resource_id: transferId, resource: 'transfer', operator_id: fromOperatorId }),
    refer(transferId, 'transfer-id', transferId, meta),
    ...byRequest(transferId, request, meta),
  ];
}

type Requested = Pick<PayoutRequest & TransferRequest, 'idempotencyKey' | 'destination' | 'reference'>;

/** What whoever asked for it knows it by. */
function byRequest(resourceId: string, request: Requested, meta: EventMeta): Change[] {
  const { idempotencyKey, destination, reference } = request;
  const { requestId } = meta.metadata;
  return [
    refer(resourceId, 'idempotency-key', idempotencyKey, meta),
    refer(resourceId, 'address', destination, meta),
    ...(requestId === undefined ? [] : [refer(resourceId, 'request-id', requestId, meta)]),
    ...(reference === undefined ? [] : [refer(resourceId, 'reference', reference, meta)]),
  ];
}

function byProviderId(data: { readonly payoutId: string; readonly providerId: string }, meta: EventMeta): Change[] {
  return [refer(data.payoutId, 'provider-id', data.providerId, meta)];
}

function byHash(payoutId: string, hash: string | undefined, meta: EventMeta): Change[] {
  return hash === undefined ? [] : [refer(payoutId, 'transaction-hash', hash, meta)];
}
