import { depositCodec, depositStreamPrefix } from '#libs/deposits/deposit.codec.js';
import { orderCodec, orderStreamPrefix } from '#libs/deposits/order.codec.js';
import { gateCodec, gateStreamPrefix } from '#libs/gate/gate.codec.js';
import { payoutCodec, payoutStreamPrefix } from '#libs/payouts/payout.codec.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import { insert, type Change } from '#libs/read-store/changes.js';
import { defineProjection, type EventMeta } from '#libs/read-store/projection.definition.js';
import { depositReferences } from './deposit.references.js';
import { refer } from './refer.js';
import { resourceOwner, resourceReference } from './references.tables.js';

/** Finds anything by any reference. */
export const references = defineProjection({
  name: 'references',
  version: 2,
  streams: [payoutStreamPrefix, gateStreamPrefix, depositStreamPrefix, orderStreamPrefix],
  codecs: [payoutCodec, gateCodec, depositCodec, orderCodec],
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
    ForeignWithdrawalRejected: ({ payoutId, providerId }, meta) =>
      payoutId === undefined ? [] : byProviderId({ payoutId, providerId }, meta),
    SwapMatched: 'ignored',
    SwapApproved: 'ignored',
    VerdictDeferred: 'ignored',
    ...depositReferences,
  },
});

function requested(request: PayoutRequest, meta: EventMeta): Change[] {
  const { payoutId, operatorId, purpose } = request;
  const { requestId } = meta.metadata;
  return [
    insert(resourceOwner, { resource_id: payoutId, resource: 'withdrawal', operator_id: operatorId }),
    refer(payoutId, 'payout-id', payoutId, meta),
    refer(payoutId, 'idempotency-key', request.idempotencyKey, meta),
    ...(purpose.kind === 'payout' ? [refer(payoutId, 'player-id', purpose.playerId, meta)] : []),
    refer(payoutId, 'address', request.destination, meta),
    ...(requestId === undefined ? [] : [refer(payoutId, 'request-id', requestId, meta)]),
    ...(request.reference === undefined ? [] : [refer(payoutId, 'reference', request.reference, meta)]),
  ];
}

function byProviderId(data: { readonly payoutId: string; readonly providerId: string }, meta: EventMeta): Change[] {
  return [refer(data.payoutId, 'provider-id', data.providerId, meta)];
}

function byHash(payoutId: string, hash: string | undefined, meta: EventMeta): Change[] {
  return hash === undefined ? [] : [refer(payoutId, 'transaction-hash', hash, meta)];
}
