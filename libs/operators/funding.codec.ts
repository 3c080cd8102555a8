import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField, moneyField } from '../money/money.codec.js';
import type { FundingEvent } from './funding.events.js';

export const fundingStreamPrefix = 'funding-';

export function fundingStream(fundingId: string): string {
  return `${fundingStreamPrefix}${fundingId}`;
}

const text = z.string();

export const fundingCodec = defineCodec<FundingEvent>({
  OperatorFunded: {
    version: 1,
    schema: z.object({
      fundingId: text,
      operatorId: text,
      amount: moneyField,
      reference: text,
      valueDate: z.iso.date(),
      evidence: text,
      by: text,
      requestHash: text,
      recordedAt: instantField,
    }),
  },
  FundingReversed: {
    version: 1,
    schema: z.object({ fundingId: text, reason: text, by: text, approvedBy: text, reversedAt: instantField }),
  },
});
