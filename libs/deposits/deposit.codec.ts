import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField, moneyField } from '../money/money.codec.js';
import { quarantineReasons, suspenseResolutions, type DepositEvent } from './deposit.events.js';
import { reportedFields } from './sighting.js';
import { depositStatuses } from './terminal-status.js';

export function depositStream(depositId: string): string {
  return `deposit-${depositId}`;
}

export const depositStreamPrefix = 'deposit-';

const text = z.string();
const id = { depositId: text };
const status = z.enum(depositStatuses);

/** The provider's texts, digit for digit (RS-13). */
export const valueField = z.partialRecord(z.enum(reportedFields), text);

export const suspenseVerdict = {
  to: z.enum(suspenseResolutions),
  evidence: text,
  reason: text,
  resolvedBy: text,
  approvedBy: text,
};

/** Of both nouns, each with its own reasons. */
export function closedReview<Reason extends string>(reason: z.ZodType<Reason, Reason>) {
  return { reason: reason.optional(), detail: text.optional(), by: text, note: text, closedAt: instantField };
}

const reviewReason = z.enum([
  'unknown-status',
  'status-conflict',
  'differs-from-record',
  'spent-before-fork',
  'account-disagrees',
  'late-payment',
  'unlinked-payment',
  'unreadable-row',
]);

export const depositCodec = defineCodec<DepositEvent>({
  DepositQuarantined: {
    version: 1,
    schema: z.object({
      ...id,
      providerId: text,
      reason: z.enum(quarantineReasons),
      widgetId: text,
      providerStatus: text,
      evidence: text,
      quarantinedAt: instantField,
    }),
  },
  DepositDetected: {
    version: 1,
    schema: z.object({
      ...id,
      providerId: text,
      operatorId: text,
      walletId: text,
      widgetId: text,
      incomingId: text,
      amount: moneyField,
      address: text,
      transactionHash: text.optional(),
      sourceAddress: text.optional(),
      customerKey: text.optional(),
      value: valueField,
      status,
      evidence: text,
      detectedAt: instantField,
    }),
  },
  DepositStatusChanged: {
    version: 1,
    schema: z.object({ ...id, from: status, status, evidence: text, changedAt: instantField }),
  },
  DepositMoneyMoved: {
    version: 1,
    schema: z.object({ ...id, money: z.enum(['locked', 'credited', 'reversed', 'suspended']), movedAt: instantField }),
  },
  DepositReviewRequired: {
    version: 1,
    schema: z.object({
      ...id,
      reason: reviewReason,
      detail: text,
      evidence: text,
      since: instantField,
    }),
  },
  DepositReviewClosed: {
    version: 1,
    schema: z.object({ ...id, ...closedReview(reviewReason) }),
  },
  DepositSuspenseResolved: {
    version: 1,
    schema: z.object({ ...id, ...suspenseVerdict, resolvedAt: instantField }),
  },
});
