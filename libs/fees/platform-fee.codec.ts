import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField, moneyField } from '../money/money.codec.js';
import type { PlatformFeeEvent } from './platform-fee.events.js';

/** A month's stream: its state is what one month needs, however long the operator has been here. */
export function platformFeeStream(operatorId: string, month: string): string {
  return `platform-fee-${operatorId}-${month}`;
}

const charge = { operatorId: z.string(), month: z.string(), fee: moneyField, chargedAt: instantField };

export const platformFeeCodec = defineCodec<PlatformFeeEvent>({
  PlatformShareCharged: {
    version: 1,
    schema: z.object({
      ...charge,
      payoutId: z.string(),
      volume: moneyField,
      shareBps: z.int().nonnegative(),
      remainder: z.int().nonnegative(),
    }),
  },
  PlatformFlatFeeCharged: { version: 1, schema: z.object(charge) },
});
