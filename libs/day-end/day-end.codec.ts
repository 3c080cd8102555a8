import { z } from 'zod';
import { defineCodec } from '../decider/codec.js';
import { instantField } from '../money/money.codec.js';
import { findAsset, type AssetId } from '../money/asset.js';
import type { DayEndEvent } from './day-end.events.js';

/** Stream names hold no slash: `day-end-Europe.Berlin`. */
export function dayEndStream(timeZone: string): string {
  return `day-end-${timeZone.replaceAll('/', '.')}`;
}

const bigintField = z.codec(z.string().regex(/^\d+$/), z.bigint(), {
  decode: (text) => BigInt(text),
  encode: (value) => value.toString(),
});
const placeField = z.object({ commit: bigintField, prepare: bigintField });
const assetIdField = z.custom<AssetId>((value) => typeof value === 'string' && findAsset(value) !== undefined);

export const dayEndCodec = defineCodec<DayEndEvent>({
  DayClosed: {
    version: 1,
    schema: z.object({
      timeZone: z.string(),
      day: z.iso.date(),
      opensAfter: placeField.optional(),
      closesAt: placeField.optional(),
      totals: z.array(z.object({ asset: assetIdField, moved: bigintField })),
      trialBalanceHash: z.string(),
      closedAt: instantField,
    }),
  },
});
