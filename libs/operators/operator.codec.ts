import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField, moneyField } from '../money/money.codec.js';
import type { OperatorEvent } from './operator.events.js';
import { onboardingSteps } from './onboarding-steps.js';

export function operatorStream(operatorId: string): string {
  return `${operatorStreamPrefix}${operatorId}`;
}

export const operatorStreamPrefix = 'operator-';

const text = z.string();
const host = z.enum(['integrator', 'operator']);
const approvedBy = text.exactOptional();
const step = z.discriminatedUnion('step', [
  z.object({ step: z.literal('enterprise-plan-confirmed') }),
  z.object({ step: z.literal('device-paired') }),
  z.object({ step: z.literal('api-admin-approved'), apiUser: text, approvedBy }),
  z.object({ step: z.literal('api-signer-approved'), apiUser: text, approvedBy }),
  z.object({ step: z.literal('credentials-stored'), reference: text }),
  z.object({ step: z.literal('approver-paired'), hostedBy: host, approvedBy }),
  z.object({ step: z.literal('master-wallet-opened'), walletId: text }),
  z.object({ step: z.literal('funded'), reference: text }),
]);

export const operatorCodec = defineCodec<OperatorEvent>({
  OperatorRegistered: {
    version: 1,
    schema: z.object({ operatorId: text, name: text, by: text, registeredAt: instantField }),
  },
  OnboardingStepDone: {
    version: 1,
    schema: z.object({ operatorId: text, done: step, by: text, evidence: text, recordedAt: instantField }),
  },
  OnboardingStepWithdrawn: {
    version: 1,
    schema: z.object({
      operatorId: text,
      step: z.enum(onboardingSteps),
      by: text,
      reason: text,
      withdrawnAt: instantField,
    }),
  },
  ApproverHostingRecorded: {
    version: 1,
    schema: z.object({
      operatorId: text,
      hostedBy: host,
      endpoint: text,
      version: text,
      by: text,
      recordedAt: instantField,
    }),
  },
  OperatorFeesSet: {
    version: 1,
    schema: z.object({
      operatorId: text,
      shareBps: z.int().nonnegative(),
      flat: moneyField.optional(),
      by: text,
      setAt: instantField,
    }),
  },
});
