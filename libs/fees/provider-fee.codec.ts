import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField, moneyField } from '../money/money.codec.js';
import type { ProviderFeeEvent } from './provider-fee.events.js';

export const providerFeeStreamPrefix = 'provider-fee-';

export function providerFeeStream(chargeId: string): string {
  return `${providerFeeStreamPrefix}${chargeId}`;
}

const text = z.string();

export const providerFeeCodec = defineCodec<ProviderFeeEvent>({
  ProviderFeeCharged: {
    version: 1,
    schema: z.object({
      chargeId: text,
      operatorId: text,
      walletId: text.optional(),
      fee: moneyField,
      period: z.object({ from: z.iso.date(), to: z.iso.date() }),
      evidence: text,
      by: text,
      chargedAt: instantField,
    }),
  },
  ProviderFeeReversed: {
    version: 1,
    schema: z.object({ chargeId: text, reason: text, by: text, approvedBy: text, reversedAt: instantField }),
  },
});
