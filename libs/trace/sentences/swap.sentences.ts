import type { SwapEvent } from '../../swaps/swap.events.js';
import { amountText, words, type Sentences } from './words.js';

export const swapSentences: Sentences<SwapEvent> = {
  SwapRequested: ({ amount, toAsset, walletId }) =>
    `A swap of ${amountText(amount)} into ${toAsset.token}@${toAsset.chain} in ${walletId} was requested.`,
  SwapFundsReserved: () => 'The funds for it are reserved.',
  SwapRejected: ({ code }) => `The swap was rejected: ${words(code)}.`,
  SwapAttemptStarted: ({ attempt, note }) =>
    `Attempt ${attempt} was claimed before the provider was asked, as ${note}.`,
  SwapAttemptAccepted: ({ attempt, providerId }) => `The provider accepted attempt ${attempt} as ${providerId}.`,
  SwapAttemptDeclined: ({ attempt, code }) => `The provider declined attempt ${attempt} and did nothing: ${code}.`,
  SwapAttemptBlocked: ({ attempt, code }) =>
    `The provider refused attempt ${attempt} for access or configuration and did nothing: ${code}.`,
  SwapOutcomeUnknown: ({ attempt, observation }) => `What became of attempt ${attempt} is unknown: ${observation}.`,
  SwapBound: ({ providerId, attempt, via }) =>
    `Provider transaction ${providerId} of attempt ${attempt} became the only one that may swap, via ${via}.`,
  SwapBroadcast: ({ transactionHash }) => `The transaction was seen on the chain as ${transactionHash}.`,
  SwapSettled: ({ providerId, output }) => `Provider transaction ${providerId} settled with ${amountText(output)}.`,
  SwapProviderFailed: ({ providerId, providerStatus }) =>
    `Provider transaction ${providerId} failed with status ${providerStatus}.`,
  SwapReleased: ({ failureCode }) => `The swap ended without swapping: ${words(failureCode)}.`,
  SwapClosed: () => 'Its money is where it belongs; the swap is closed.',
  SwapReviewRequired: ({ reason }) => `A person has to look: ${words(reason)}.`,
  SwapResumed: () => 'A person let the swap go on.',
  SwapOutcomeResolved: ({ outcome }) => `Two people resolved the outcome with evidence: ${words(outcome)}.`,
  LateSwapEventRecorded: ({ providerId, providerStatus }) =>
    `After the end the provider still reported ${providerId} as ${providerStatus}; nothing changed.`,
};
