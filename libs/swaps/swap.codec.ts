import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { assetField, instantField, moneyField } from '../money/money.codec.js';
import type { SwapEvent } from './swap.events.js';

export function swapStream(swapId: string): string {
  return `swap-${swapId}`;
}

export const swapStreamPrefix = 'swap-';

const id = { swapId: z.string() };
const text = z.string();
const attempt = z.int().positive();
const ofAttempt = { ...id, attempt, evidence: text };
const ofTransaction = { ...id, providerId: text };
const declined = z.object({ ...ofAttempt, code: text, reason: text, declinedAt: instantField });
const decimal = z.string().regex(/^-?(?:0|[1-9]\d*)(?:\.\d{1,4})?$/);
const quote = z.strictObject({ expectedOutput: moneyField, difference: moneyField, slippageBps: decimal });

const requested = z.object({
  ...id,
  operatorId: text,
  walletId: text,
  providerWalletId: text,
  amount: moneyField,
  toAsset: assetField,
  expectedOutput: moneyField.optional(),
  slippageBpsMax: z.int().nonnegative().optional(),
  reference: text.optional(),
  idempotencyKey: text,
  requestHash: text,
  requestedAt: instantField,
});

const attemptStarted = z.object({
  ...id,
  attempt,
  note: text,
  claimedBy: text,
  gateEvidence: text.optional(),
  startedAt: instantField,
});

const settled = z.object({
  ...ofTransaction,
  transactionHash: text.optional(),
  output: moneyField,
  fee: moneyField.optional(),
  quote: quote.optional(),
  evidence: text,
  settledAt: instantField,
});

const resolved = z.object({
  ...id,
  outcome: z.enum(['swapped', 'not-swapped']),
  evidence: text,
  providerId: text.optional(),
  resolvedBy: text,
  approvedBy: text,
  resolvedAt: instantField,
});

const failureCode = z.enum(['declined-by-provider', 'failed-at-provider', 'resolved-not-swapped']);

const reviewReason = z.enum([
  'outcome-unknown-too-long',
  'attempts-exhausted',
  'approval-missing',
  'pending-too-long',
  'blocked-by-provider',
  'settled-differs-from-request',
  'output-missing',
  'fee-missing',
  'slippage-exceeded',
]);

const via = z.enum(['gate', 'pull', 'resolution']);
const ofStatus = { ...ofTransaction, providerStatus: text, evidence: text };

export const swapCodec = defineCodec<SwapEvent>({
  SwapRequested: { version: 1, schema: requested },
  SwapFundsReserved: { version: 1, schema: z.object({ ...id, holdId: text, reservedAt: instantField }) },
  SwapRejected: {
    version: 1,
    schema: z.object({ ...id, code: z.enum(['insufficient-funds']), reason: text, rejectedAt: instantField }),
  },
  SwapAttemptStarted: { version: 1, schema: attemptStarted },
  SwapAttemptAccepted: { version: 1, schema: z.object({ ...ofAttempt, providerId: text, acceptedAt: instantField }) },
  SwapAttemptDeclined: { version: 1, schema: declined },
  SwapAttemptBlocked: { version: 1, schema: declined },
  SwapOutcomeUnknown: { version: 1, schema: z.object({ ...ofAttempt, observation: text, observedAt: instantField }) },
  SwapBound: { version: 1, schema: z.object({ ...ofAttempt, providerId: text, via, boundAt: instantField }) },
  SwapBroadcast: { version: 1, schema: z.object({ ...ofTransaction, transactionHash: text, seenAt: instantField }) },
  SwapSettled: { version: 1, schema: settled },
  SwapProviderFailed: { version: 1, schema: z.object({ ...ofStatus, failedAt: instantField }) },
  SwapReleased: { version: 1, schema: z.object({ ...id, failureCode, reason: text, releasedAt: instantField }) },
  SwapClosed: { version: 1, schema: z.object({ ...id, closedAt: instantField }) },
  SwapReviewRequired: { version: 1, schema: z.object({ ...id, reason: reviewReason, since: instantField }) },
  SwapResumed: { version: 1, schema: z.object({ ...id, by: text, reason: text, resumedAt: instantField }) },
  SwapOutcomeResolved: { version: 1, schema: resolved },
  LateSwapEventRecorded: { version: 1, schema: z.object({ ...ofStatus, recordedAt: instantField }) },
});
