import type { NetworkFeeEvent } from '../../fees/network-fee.events.js';
import type { ProviderFeeEvent } from '../../fees/provider-fee.events.js';
import { amountText, words, type Sentences } from './words.js';

export const feeSentences: Sentences<NetworkFeeEvent> = {
  NetworkFeeObserved: ({ providerId, fee, before, change }) =>
    change === 1
      ? `The network fee of ${providerId} is ${amountText(fee)}.`
      : `The network fee of ${providerId} became ${amountText(fee)}; it had been ${amountText(before)}.`,
  NetworkFeeUnclear: ({ providerId, reason }) =>
    `The network fee of ${providerId} is ${words(reason)}: nothing is booked.`,
};

export const providerFeeSentences: Sentences<ProviderFeeEvent> = {
  ProviderFeeCharged: ({ chargeId, fee, walletId, operatorId, period }) =>
    `The provider charged ${amountText(fee)} to ${walletId ?? operatorId} for ${period.from} to ${period.to} under ${chargeId}.`,
  ProviderFeeReversed: ({ chargeId }) => `The charge ${chargeId} of the provider was reversed.`,
};
