import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField, moneyField } from '../money/money.codec.js';
import type { TransferEvent } from './transfer.events.js';

export function transferStream(transferId: string): string {
  return `transfer-${transferId}`;
}

export const transferStreamPrefix = 'transfer-';

const id = { transferId: z.string() };
const text = z.string();

export const transferCodec = defineCodec<TransferEvent>({
  TransferRequested: {
    version: 1,
    schema: z.object({
      ...id,
      requestedBy: text,
      fromWalletId: text,
      fromOperatorId: text,
      providerWalletId: text,
      toWalletId: text,
      toOperatorId: text,
      destination: text,
      amount: moneyField,
      reference: text.optional(),
      idempotencyKey: text,
      requestHash: text,
      requestedAt: instantField,
    }),
  },
  TransferLegPlaced: { version: 1, schema: z.object({ ...id, payoutId: text, placedAt: instantField }) },
  TransferLegSettled: {
    version: 1,
    schema: z.object({ ...id, payoutId: text, providerId: text, evidence: text, settledAt: instantField }),
  },
  TransferFailed: {
    version: 1,
    schema: z.object({
      ...id,
      code: z.enum(['insufficient-funds', 'declined-by-provider', 'failed-at-provider', 'resolved-not-paid']),
      failedAt: instantField,
    }),
  },
  TransferCompleted: { version: 1, schema: z.object({ ...id, completedAt: instantField }) },
});
