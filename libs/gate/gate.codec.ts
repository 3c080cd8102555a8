import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField } from '../money/money.codec.js';
import type { GateEvent } from './gate.events.js';

export function gateStream(providerId: string): string {
  return `gate-${providerId}`;
}

export const gateStreamPrefix = 'gate-';

const id = { providerId: z.string() };
const text = z.string();

export const gateCodec = defineCodec<GateEvent>({
  WithdrawalMatched: {
    version: 1,
    schema: z.object({
      ...id,
      payoutId: text,
      attempt: z.int().positive(),
      by: z.enum(['note', 'intent', 'pull', 'resolution']),
      evidence: text,
      matchedAt: instantField,
    }),
  },
  WithdrawalApproved: {
    version: 1,
    schema: z.object({ ...id, payoutId: text, fingerprint: text, evidence: text, approvedAt: instantField }),
  },
  SwapMatched: {
    version: 1,
    schema: z.object({
      ...id,
      swapId: text,
      attempt: z.int().positive(),
      by: z.enum(['note', 'intent', 'pull', 'resolution']),
      evidence: text,
      matchedAt: instantField,
    }),
  },
  SwapApproved: {
    version: 1,
    schema: z.object({ ...id, swapId: text, fingerprint: text, evidence: text, approvedAt: instantField }),
  },
  SweepApproved: {
    version: 1,
    schema: z.object({ ...id, fingerprint: text, evidence: text, approvedAt: instantField }),
  },
  ForeignWithdrawalRejected: {
    version: 1,
    schema: z.object({ ...id, reason: text, payoutId: text.optional(), evidence: text, rejectedAt: instantField }),
  },
  VerdictDeferred: { version: 1, schema: z.object({ ...id, reason: text, deferredAt: instantField }) },
});
