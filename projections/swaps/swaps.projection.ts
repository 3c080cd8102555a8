import { assetId } from '#libs/money/asset.js';
import { insert, update, type Change } from '#libs/read-store/changes.js';
import { defineProjection, type EventMeta } from '#libs/read-store/projection.definition.js';
import type { PatchOf } from '#libs/read-store/table.definition.js';
import { swapCodec, swapStreamPrefix } from '#libs/swaps/swap.codec.js';
import type { SwapRequest, SwapSettled } from '#libs/swaps/swap.events.js';
import { swap } from './swaps.tables.js';

type Patch = Omit<PatchOf<typeof swap>, 'updated_at'>;

/** Where every swap stands. */
export const swaps = defineProjection({
  name: 'swaps',
  version: 3,
  streams: [swapStreamPrefix],
  codecs: [swapCodec],
  tables: [swap],
  on: {
    SwapRequested: (request) => [insert(swap, rowOf(request))],
    SwapFundsReserved: patch(() => ({ stage: 'reserved' })),
    SwapRejected: patch(({ code, reason }) => ({
      stage: 'rejected',
      closed: true,
      failure_code: code,
      failure_reason: reason,
    })),
    SwapAttemptStarted: patch(({ attempt }) => ({ stage: 'submitted', attempts: attempt })),
    SwapAttemptAccepted: 'ignored', // May be a surplus one; the provider id of a swap is the bound one.
    SwapAttemptDeclined: 'ignored',
    SwapAttemptBlocked: 'ignored',
    SwapOutcomeUnknown: patch(() => ({ stage: 'unknown' })),
    SwapBound: patch(({ providerId }) => ({ stage: 'bound', provider_id: providerId })),
    SwapBroadcast: patch(({ transactionHash }) => ({ stage: 'broadcast', transaction_hash: transactionHash })),
    SwapSettled: patch(settled),
    SwapProviderFailed: 'ignored',
    SwapReleased: patch(({ failureCode, reason }) => ({
      stage: 'released',
      failure_code: failureCode,
      failure_reason: reason,
      ...noReview,
    })),
    SwapClosed: patch(() => ({ closed: true })),
    SwapReviewRequired: patch(({ reason, since }) => ({ review_reason: reason, review_since: since })),
    SwapResumed: patch(() => noReview),
    SwapOutcomeResolved: 'ignored',
    LateSwapEventRecorded: 'ignored',
  },
});

const noReview = { review_reason: null, review_since: null } as const;

function patch<Data extends { readonly swapId: string }>(values: (data: Data) => Patch) {
  return (data: Data, meta: EventMeta): Change[] => [
    update(swap, { swap_id: data.swapId }, { ...values(data), updated_at: meta.recordedAt }),
  ];
}

function settled({ providerId, transactionHash, output, fee, quote, settledAt }: SwapSettled): Patch {
  return {
    stage: 'settled',
    provider_id: providerId,
    ...(transactionHash !== undefined && { transaction_hash: transactionHash }),
    output_minor: output.minor,
    ...(fee && { fee_asset: assetId(fee.asset), fee_minor: fee.minor }),
    ...(quote && { slippage_bps: quote.slippageBps }),
    settled_at: settledAt,
    ...noReview,
  };
}

function rowOf(request: SwapRequest) {
  return {
    swap_id: request.swapId,
    operator_id: request.operatorId,
    wallet_id: request.walletId,
    asset: assetId(request.amount.asset),
    amount_minor: request.amount.minor,
    to_asset: assetId(request.toAsset),
    expected_output_minor: request.expectedOutput?.minor ?? null,
    slippage_bps_max: request.slippageBpsMax ?? null,
    reference: request.reference ?? null,
    stage: 'requested',
    closed: false,
    attempts: 0,
    requested_at: request.requestedAt,
    updated_at: request.requestedAt,
  } as const;
}
