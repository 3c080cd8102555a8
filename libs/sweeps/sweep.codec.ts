import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField, moneyField } from '../money/money.codec.js';
import type { SweepEvent } from './sweep.events.js';

export function sweepStream(providerId: string): string {
  return `sweep-${providerId}`;
}

export const sweepStreamPrefix = 'sweep-';

const text = z.string();
const id = { providerId: text };
const outcome = { ...id, transactionHash: text.optional(), reportedFee: text.optional(), evidence: text };

const resolution = {
  ...id,
  reason: text,
  evidence: text,
  resolvedBy: text,
  approvedBy: text,
  resolvedAt: instantField,
};

export const sweepCodec = defineCodec<SweepEvent>({
  SweepDetected: {
    version: 1,
    schema: z.object({
      ...id,
      sourceWalletIds: z.array(text),
      toWalletId: text,
      amount: moneyField,
      evidence: text,
      detectedAt: instantField,
    }),
  },
  SweepSettled: {
    version: 1,
    schema: z.object({
      ...outcome,
      toWalletId: text,
      amount: moneyField,
      parts: z.array(z.strictObject({ walletId: text, operatorId: text, amount: moneyField })),
      settledAt: instantField,
    }),
  },
  SweepFailed: { version: 1, schema: z.object({ ...outcome, providerStatus: text, failedAt: instantField }) },
  SweepReviewRequired: {
    version: 1,
    schema: z.object({
      ...id,
      reason: z.enum(['sources-differ-from-books', 'settled-differs', 'gas-station-unknown']),
      detail: text,
      since: instantField,
    }),
  },
  SweepResolved: { version: 1, schema: z.object({ ...resolution, outcome: z.enum(['booked', 'dismissed']) }) },
  SweepFeeResolved: {
    version: 1,
    schema: z.object({ ...resolution, payer: z.strictObject({ walletId: text, operatorId: text }).optional() }),
  },
  SweepClosed: { version: 1, schema: z.object({ ...id, closedAt: instantField }) },
});
