import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField, moneyField } from '../money/money.codec.js';
import type { NetworkFeeEvent } from './network-fee.events.js';

export function networkFeeStream(providerId: string): string {
  return `fee-${providerId}`;
}

export const networkFeeStreamPrefix = 'fee-';

const text = z.string();
const observation = {
  providerId: text,
  kind: z.enum(['payout', 'swap', 'sweep']),
  movementId: text,
  walletId: text,
  operatorId: text,
  evidence: text,
  observedAt: instantField,
};

export const networkFeeCodec = defineCodec<NetworkFeeEvent>({
  NetworkFeeObserved: {
    version: 1,
    schema: z.object({ ...observation, change: z.int().positive(), fee: moneyField, before: moneyField }),
  },
  NetworkFeeUnclear: {
    version: 1,
    schema: z.object({ ...observation, reason: z.enum(['missing', 'unreadable']), reported: text.optional() }),
  },
});
