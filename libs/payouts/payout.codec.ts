import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField, moneyField } from '../money/money.codec.js';
import type { PayoutEvent, PayoutRequest } from './payout.events.js';

export function payoutStream(payoutId: string): string {
  return `payout-${payoutId}`;
}

export const payoutStreamPrefix = 'payout-';

const id = { payoutId: z.string() };
const text = z.string();
const attempt = z.int().positive();
const ofAttempt = { ...id, attempt, evidence: text };
const declined = z.object({ ...ofAttempt, code: text, reason: text, declinedAt: instantField });

const request = {
  ...id,
  operatorId: text,
  walletId: text,
  providerWalletId: text,
  amount: moneyField,
  destination: text,
  reference: text.optional(),
  metadata: z.record(text, text).optional(),
  idempotencyKey: text,
  requestHash: text,
  requestedAt: instantField,
};
const transferLeg = z.object({ kind: z.literal('transfer'), transferId: text, toWalletId: text });

/** A request without a purpose is a player's payout, as all of them were before there were transfers. */
const requested = z.codec(
  z.union([
    z.object({ ...request, purpose: transferLeg }),
    z.object({ ...request, playerId: text, purpose: z.undefined().optional() }),
  ]),
  z.custom<PayoutRequest>(),
  {
    decode: (stored): PayoutRequest => {
      if (stored.purpose) return stored;
      const { playerId, purpose: _, ...rest } = stored;
      return { ...rest, purpose: { kind: 'payout', playerId } };
    },
    encode: ({ purpose, ...rest }) =>
      purpose.kind === 'transfer' ? { ...rest, purpose } : { ...rest, playerId: purpose.playerId },
  },
);

export const payoutCodec = defineCodec<PayoutEvent>({
  PayoutRequested: {
    version: 1,
    schema: requested,
  },
  PayoutFundsReserved: { version: 1, schema: z.object({ ...id, holdId: text, reservedAt: instantField }) },
  PayoutRejected: {
    version: 1,
    schema: z.object({ ...id, code: z.enum(['insufficient-funds']), reason: text, rejectedAt: instantField }),
  },
  PayoutAttemptStarted: {
    version: 1,
    schema: z.object({
      ...id,
      attempt,
      note: text,
      claimedBy: text,
      gateEvidence: text.optional(),
      startedAt: instantField,
    }),
  },
  PayoutAttemptAccepted: {
    version: 1,
    schema: z.object({ ...ofAttempt, providerId: text, acceptedAt: instantField }),
  },
  PayoutAttemptDeclined: { version: 1, schema: declined },
  PayoutAttemptBlocked: { version: 1, schema: declined },
  PayoutOutcomeUnknown: { version: 1, schema: z.object({ ...ofAttempt, observation: text, observedAt: instantField }) },
  PayoutBound: {
    version: 1,
    schema: z.object({
      ...ofAttempt,
      providerId: text,
      via: z.enum(['gate', 'pull', 'resolution']),
      boundAt: instantField,
    }),
  },
  PayoutBroadcast: {
    version: 1,
    schema: z.object({ ...id, providerId: text, transactionHash: text, seenAt: instantField }),
  },
  PayoutSettled: {
    version: 1,
    schema: z.object({
      ...id,
      providerId: text,
      transactionHash: text.optional(),
      reportedFee: text.optional(),
      evidence: text,
      settledAt: instantField,
    }),
  },
  PayoutProviderFailed: {
    version: 1,
    schema: z.object({
      ...id,
      providerId: text,
      providerStatus: text,
      transactionHash: text.optional(),
      reportedFee: text.optional(),
      evidence: text,
      failedAt: instantField,
    }),
  },
  PayoutReleased: {
    version: 1,
    schema: z.object({
      ...id,
      failureCode: z.enum(['declined-by-provider', 'failed-at-provider', 'resolved-not-paid']),
      reason: text,
      releasedAt: instantField,
    }),
  },
  PayoutReviewRequired: {
    version: 1,
    schema: z.object({
      ...id,
      reason: z.enum([
        'outcome-unknown-too-long',
        'attempts-exhausted',
        'approval-missing',
        'pending-too-long',
        'blocked-by-provider',
        'settled-differs-from-request',
      ]),
      since: instantField,
    }),
  },
  PayoutResumed: { version: 1, schema: z.object({ ...id, by: text, reason: text, resumedAt: instantField }) },
  PayoutOutcomeResolved: {
    version: 1,
    schema: z.object({
      ...id,
      outcome: z.enum(['paid', 'not-paid']),
      evidence: text,
      providerId: text.optional(),
      transactionHash: text.optional(),
      resolvedBy: text,
      approvedBy: text,
      resolvedAt: instantField,
    }),
  },
  LateProviderEventRecorded: {
    version: 1,
    schema: z.object({ ...id, providerId: text, providerStatus: text, evidence: text, recordedAt: instantField }),
  },
});
