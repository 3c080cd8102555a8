import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField } from '../money/money.codec.js';
import type { ReconciledEvent } from './reconciled.events.js';

export const reconciliationStreamPrefix = 'reconciliation-';

/** One for each day (UTC), so that none grows without an end. */
export function reconciliationStream(comparedAt: Date): string {
  return `${reconciliationStreamPrefix}${comparedAt.toISOString().slice(0, 10)}`;
}

const text = z.string();

export const reconciledCodec = defineCodec<ReconciledEvent>({
  MovementsReconciled: {
    version: 1,
    schema: z.object({
      movements: z.array(z.object({ providerId: text, ledgerId: text.nullable(), ours: text, theirs: text })),
      comparedAt: instantField,
    }),
  },
});
