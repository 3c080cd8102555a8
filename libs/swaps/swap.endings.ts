import { attemptAcceptedAs, findAttempt } from '../attempts/attempt.js';
import { accept, reject, type DataOf, type Decision } from '../decider/decider.js';
import { isPositive } from '../money/money.js';
import { swapDifferences } from './observed-swap.js';
import { compareWithQuote, exceedsSlippage } from './slippage.js';
import type { RecordSwapFailed, RecordSwapSettled, SwapCommand, SwapRejection } from './swap.commands.js';
import type { SwapEvent, SwapRequest, SwapReviewReason, SwapSettled } from './swap.events.js';
import { lateEventKey } from './swap.evolve.js';
import type { ReleasedSwap, SettledSwap, Swap, SwapResult } from './swap.state.js';
import { wrongStatus } from './wrong-status.js';

type SwapDecision = Decision<SwapEvent, SwapRejection>;

export function recordBroadcast(data: DataOf<SwapCommand, 'RecordBroadcast'>, swap: Swap): SwapDecision {
  const { providerId, transactionHash, now } = data;
  if (swap.status === 'settled' || swap.status === 'released') return accept();
  if (swap.status !== 'bound') return wrongStatus(swap, 'bound');
  const { binding, request } = swap;
  if (binding.providerId !== providerId)
    return reject({ code: 'bound-to-another-transaction', boundTo: binding.providerId });
  if (binding.transactionHash === transactionHash) return accept();
  const { swapId } = request;
  return accept({ type: 'SwapBroadcast', data: { swapId, providerId, transactionHash, seenAt: now } });
}

/** Only what was bound, exactly what was asked for, and with an output that the provider shows, settles a swap. */
export function recordSettled(data: RecordSwapSettled, swap: Swap): SwapDecision {
  const { observed, output, fee, transactionHash, evidence, now } = data;
  const { providerId } = observed;
  if (swap.status === 'settled' && swap.settlement.providerId === providerId) return accept();
  if (swap.status === 'settled' || swap.status === 'released')
    return lateSwapEvent({ providerId, providerStatus: 'settled', evidence, now }, swap);
  if (swap.status !== 'bound') return wrongStatus(swap, 'bound');
  const { binding, request, attempts } = swap;
  if (binding.providerId !== providerId)
    return reject({ code: 'bound-to-another-transaction', boundTo: binding.providerId });
  const attempt = findAttempt(attempts, binding.attempt) ?? attempts[0];
  const fields = swapDifferences(observed, request, attempt);
  if (fields.length > 0) return reject({ code: 'transaction-differs', fields });
  if (!output || !isPositive(output)) return reject({ code: 'output-missing' });
  const { swapId } = request;
  const settled = settlement(request, { output, fee }, { providerId, transactionHash, evidence, settledAt: now });
  const reason = reviewAfter(request, { output, fee });
  if (!reason) return accept({ type: 'SwapSettled', data: settled });
  return accept<SwapEvent>(
    { type: 'SwapSettled', data: settled },
    { type: 'SwapReviewRequired', data: { swapId, reason, since: now } },
  );
}

/** The price as it came out, beside the one that had been quoted. */
export function settlement(
  { swapId, expectedOutput }: SwapRequest,
  { output, fee }: SwapResult,
  proof: Pick<SwapSettled, 'providerId' | 'transactionHash' | 'evidence' | 'settledAt'>,
): SwapSettled {
  const quote = expectedOutput && compareWithQuote(expectedOutput, output);
  return { swapId, ...proof, output, fee, quote };
}

/** What is done stays done: a bad price or an unknown fee calls a person, and undoes nothing. */
function reviewAfter(request: SwapRequest, { output, fee }: SwapResult): SwapReviewReason | undefined {
  const { expectedOutput, slippageBpsMax } = request;
  if (expectedOutput && slippageBpsMax !== undefined && exceedsSlippage(expectedOutput, output, slippageBpsMax))
    return 'slippage-exceeded';
  return fee ? undefined : 'fee-missing';
}

/** The provider will not swap: the bound transaction ended, or an accepted one ended before anything was bound. */
export function recordProviderFailed(data: RecordSwapFailed, swap: Swap): SwapDecision {
  const { providerId, providerStatus, evidence, now } = data;
  if (swap.status === 'settled' || swap.status === 'released') return lateSwapEvent(data, swap);
  if (swap.status !== 'submitted' && swap.status !== 'bound') return wrongStatus(swap, 'submitted', 'bound');
  if (swap.status === 'bound' && swap.binding.providerId !== providerId)
    return reject({ code: 'bound-to-another-transaction', boundTo: swap.binding.providerId });
  if (swap.status === 'submitted' && !attemptAcceptedAs(swap.attempts, providerId))
    return reject({ code: 'transaction-not-ours', providerId });
  const { swapId } = swap.request;
  const reason = `The provider ended transaction ${providerId} as ${providerStatus}`;
  return accept(
    { type: 'SwapProviderFailed', data: { swapId, providerId, providerStatus, evidence, failedAt: now } },
    { type: 'SwapReleased', data: { swapId, failureCode: 'failed-at-provider', reason, releasedAt: now } },
  );
}

/** The money side has followed the outcome. */
export function closeSwap({ now }: DataOf<SwapCommand, 'CloseSwap'>, swap: Swap): SwapDecision {
  if (swap.status !== 'settled' && swap.status !== 'released') return wrongStatus(swap, 'settled', 'released');
  if (swap.closed) return accept();
  return accept({ type: 'SwapClosed', data: { swapId: swap.request.swapId, closedAt: now } });
}

/** After the end nothing changes any more; what the provider says is kept once, for people. */
export function lateSwapEvent(data: RecordSwapFailed, swap: SettledSwap | ReleasedSwap): SwapDecision {
  const { providerId, providerStatus, evidence, now } = data;
  if (swap.lateEvents.includes(lateEventKey(providerId, providerStatus))) return accept();
  const { swapId } = swap.request;
  const late = { swapId, providerId, providerStatus, evidence, recordedAt: now };
  return accept({ type: 'LateSwapEventRecorded', data: late });
}
