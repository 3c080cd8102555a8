import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { findAsset, type AssetId } from '../money/asset.js';
import { instantField } from '../money/money.codec.js';
import { resolutions, type BreakEvent } from './break.events.js';
import { breakKinds } from './items.js';

export const breakStreamPrefix = 'break-';

export function breakStream(breakId: string): string {
  return `${breakStreamPrefix}${breakId}`;
}

const text = z.string();
const assetIdField = z.custom<AssetId>((value) => typeof value === 'string' && findAsset(value) !== undefined);
const ofBreak = { breakId: text };
const difference = { expected: text, actual: text, difference: text.optional() };

export const breakCodec = defineCodec<BreakEvent>({
  BreakOpened: {
    version: 1,
    schema: z.object({
      ...ofBreak,
      ...difference,
      kind: z.enum(breakKinds),
      severity: z.enum(['critical', 'high', 'medium']),
      ledgerId: text.optional(),
      providerId: text.optional(),
      walletId: text.optional(),
      asset: assetIdField.optional(),
      source: text,
      since: instantField,
      openedAt: instantField,
    }),
  },
  BreakChanged: { version: 1, schema: z.object({ ...ofBreak, ...difference, changedAt: instantField }) },
  BreakAssigned: { version: 1, schema: z.object({ ...ofBreak, owner: text, by: text, assignedAt: instantField }) },
  BreakExplained: {
    version: 1,
    schema: z.object({ ...ofBreak, explanation: text, by: text, explainedAt: instantField }),
  },
  BreakResolved: {
    version: 1,
    schema: z.object({ ...ofBreak, how: z.enum(resolutions), evidence: text, by: text, resolvedAt: instantField }),
  },
  BreakReopened: {
    version: 1,
    schema: z.object({ ...ofBreak, ...difference, reason: text, by: text, reopenedAt: instantField }),
  },
});
