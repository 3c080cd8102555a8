import { insert, type Change } from '#libs/read-store/changes.js';
import type { EventMeta } from '#libs/read-store/projection.definition.js';
import type { SwapRequest } from '#libs/swaps/swap.events.js';
import { refer } from './refer.js';
import { resourceOwner } from './references.tables.js';

/** What swaps are found by. */
export const swapReferences = {
  SwapRequested: requested,
  SwapFundsReserved: 'ignored',
  SwapRejected: 'ignored',
  SwapAttemptStarted: ({ swapId, note }: { readonly swapId: string; readonly note: string }, meta: EventMeta) => [
    refer(swapId, 'note', note, meta),
  ],
  SwapAttemptAccepted: byProviderId,
  SwapAttemptDeclined: 'ignored',
  SwapAttemptBlocked: 'ignored',
  SwapOutcomeUnknown: 'ignored',
  SwapBound: byProviderId,
  SwapBroadcast: byHash,
  SwapSettled: byHash,
  SwapProviderFailed: 'ignored',
  SwapReleased: 'ignored',
  SwapClosed: 'ignored',
  SwapReviewRequired: 'ignored',
  SwapResumed: 'ignored',
  SwapOutcomeResolved: 'ignored',
  LateSwapEventRecorded: byProviderId,
  SwapMatched: byProviderId,
  SwapApproved: 'ignored',
} as const;

function requested({ swapId, operatorId, idempotencyKey, reference }: SwapRequest, meta: EventMeta): Change[] {
  const { requestId } = meta.metadata;
  return [
    insert(resourceOwner, { resource_id: swapId, resource: 'swap', operator_id: operatorId }),
    refer(swapId, 'swap-id', swapId, meta),
    refer(swapId, 'idempotency-key', idempotencyKey, meta),
    ...(requestId === undefined ? [] : [refer(swapId, 'request-id', requestId, meta)]),
    ...(reference === undefined ? [] : [refer(swapId, 'reference', reference, meta)]),
  ];
}

function byProviderId(data: { readonly swapId: string; readonly providerId: string }, meta: EventMeta): Change[] {
  return [refer(data.swapId, 'provider-id', data.providerId, meta)];
}

function byHash(
  { swapId, transactionHash: hash }: { readonly swapId: string; readonly transactionHash?: string | undefined },
  meta: EventMeta,
): Change[] {
  return hash === undefined ? [] : [refer(swapId, 'transaction-hash', hash, meta)];
}
