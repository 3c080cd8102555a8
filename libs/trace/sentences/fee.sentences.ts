import type { NetworkFeeEvent } from '../../fees/network-fee.events.js';
import { amountText, words, type Sentences } from './words.js';

export const feeSentences: Sentences<NetworkFeeEvent> = {
  NetworkFeeObserved: ({ providerId, fee, before, change }) =>
    change === 1
      ? `The network fee of ${providerId} is ${amountText(fee)}.`
      : `The network fee of ${providerId} became ${amountText(fee)}; it had been ${amountText(before)}.`,
  NetworkFeeUnclear: ({ providerId, reason }) =>
    `The network fee of ${providerId} is ${words(reason)}: nothing is booked.`,
};
