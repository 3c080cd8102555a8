import type { GateEvent } from '../../gate/gate.events.js';
import type { IntentEvent } from '../../intents/intent.js';
import type { PayoutEvent } from '../../payouts/payout.events.js';
import type { TransferEvent } from '../../transfers/transfer.events.js';
import { amountText, words, type Sentences } from './words.js';

export const payoutSentences: Sentences<PayoutEvent> = {
  PayoutRequested: ({ amount, walletId, destination, purpose }) =>
    purpose.kind === 'transfer'
      ? `The leg of transfer ${purpose.transferId} was requested: ${amountText(amount)} from ${walletId} to ${destination}.`
      : `A payout of ${amountText(amount)} from ${walletId} to ${destination} was requested for player ${purpose.playerId}.`,
  PayoutFundsReserved: () => 'The funds for it are reserved.',
  PayoutRejected: ({ code }) => `The payout was rejected: ${words(code)}.`,
  PayoutAttemptStarted: ({ attempt, note }) =>
    `Attempt ${attempt} was claimed before the provider was asked, as ${note}.`,
  PayoutAttemptAccepted: ({ attempt, providerId }) => `The provider accepted attempt ${attempt} as ${providerId}.`,
  PayoutAttemptDeclined: ({ attempt, code }) => `The provider declined attempt ${attempt} and did nothing: ${code}.`,
  PayoutAttemptBlocked: ({ attempt, code }) =>
    `The provider refused attempt ${attempt} for access or configuration and did nothing: ${code}.`,
  PayoutOutcomeUnknown: ({ attempt, observation }) => `What became of attempt ${attempt} is unknown: ${observation}.`,
  PayoutBound: ({ providerId, attempt, via }) =>
    `Provider transaction ${providerId} of attempt ${attempt} became the only one that may pay, via ${via}.`,
  PayoutBroadcast: ({ transactionHash }) => `The transaction was seen on the chain as ${transactionHash}.`,
  PayoutSettled: ({ providerId, transactionHash }) =>
    `Provider transaction ${providerId} settled${transactionHash === undefined ? '' : ` on the chain as ${transactionHash}`}.`,
  PayoutProviderFailed: ({ providerId, providerStatus }) =>
    `Provider transaction ${providerId} failed with status ${providerStatus}.`,
  PayoutReleased: ({ failureCode }) => `The payout ended without paying: ${words(failureCode)}.`,
  PayoutReviewRequired: ({ reason }) => `A person has to look: ${words(reason)}.`,
  PayoutResumed: () => 'A person let the payout go on.',
  PayoutOutcomeResolved: ({ outcome }) => `Two people resolved the outcome with evidence: ${words(outcome)}.`,
  LateProviderEventRecorded: ({ providerId, providerStatus }) =>
    `After the end the provider still reported ${providerId} as ${providerStatus}; nothing changed.`,
};

export const gateSentences: Sentences<GateEvent> = {
  WithdrawalMatched: ({ providerId, payoutId, attempt, by }) =>
    `The gate recognised ${providerId} as attempt ${attempt} of ${payoutId}, by ${by}.`,
  WithdrawalApproved: ({ providerId }) => `The gate approved ${providerId} for signing.`,
  SwapMatched: ({ providerId, swapId, attempt, by }) =>
    `The gate recognised ${providerId} as attempt ${attempt} of ${swapId}, by ${by}.`,
  SwapApproved: ({ providerId }) => `The gate approved the swap ${providerId} for signing.`,
  SweepApproved: ({ providerId }) => `The gate approved ${providerId}: a sweep into a Master Wallet of ours.`,
  ForeignWithdrawalRejected: ({ providerId }) => `The gate refused ${providerId}: it may not be signed.`,
  VerdictDeferred: ({ providerId }) => `The gate gave no answer about ${providerId} yet; the approver asks again.`,
};

export const intentSentences: Sentences<IntentEvent> = {
  PayoutIntended: () => 'The intent was registered, so that the gate knows it whatever its note says.',
  SwapIntended: () => 'The intent was registered, so that the gate knows it whatever its note says.',
};

export const transferSentences: Sentences<TransferEvent> = {
  TransferRequested: ({ amount, fromWalletId, toWalletId }) =>
    `A transfer of ${amountText(amount)} from ${fromWalletId} to ${toWalletId} was requested.`,
  TransferLegPlaced: ({ payoutId }) => `Its leg at the provider was placed as ${payoutId}.`,
  TransferLegSettled: ({ providerId }) => `Its leg settled as ${providerId}; the money is in transit.`,
  TransferFailed: ({ code }) => `The transfer failed before any money left: ${words(code)}.`,
  TransferCompleted: () => 'The money arrived; the transfer is complete.',
};
