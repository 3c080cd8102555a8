import type { SweepEvent } from '../../sweeps/sweep.events.js';
import { amountText, words, type Sentences } from './words.js';

export const sweepSentences: Sentences<SweepEvent> = {
  SweepDetected: ({ amount, sourceWalletIds: sources, toWalletId }) =>
    `A sweep of ${amountText(amount)} out of ${walletsText(sources)} into ${toWalletId} was detected.`,
  SweepSettled: ({ amount, parts, toWalletId }) =>
    `The sweep settled: ${amountText(amount)} of ${walletsText(parts.map(({ walletId }) => walletId))} is in ${toWalletId}.`,
  SweepFailed: ({ providerStatus }) => `The sweep failed with status ${providerStatus}; no money has moved.`,
  SweepReviewRequired: ({ reason }) => `A person has to look: ${words(reason)}.`,
  SweepResolved: ({ outcome }) => `Two people ended the review with evidence: ${words(outcome)}.`,
  SweepFeeResolved: ({ payer }) =>
    payer
      ? `Two people said with evidence that ${payer.walletId} paid the network fee.`
      : 'Two people said with evidence that no wallet of ours paid the network fee.',
  SweepClosed: () => 'Its money is where it belongs; the sweep is closed.',
};

function walletsText([first = 'no wallet', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
