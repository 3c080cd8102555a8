import { z } from 'zod';
import { assetId, findAsset, type Asset } from './asset.js';
import { money, type Money } from './money.js';

/** Money in a stored event: `{"minor":"12500000","asset":"USDT@tron/6"}`. */
export const moneyField: z.ZodType<Money, { minor: string; asset: string }> = z.codec(
  z.strictObject({ minor: z.string().regex(/^(?:0|-?[1-9]\d{0,77})$/), asset: z.string() }),
  z.custom<Money>(),
  {
    decode: (stored, context) => {
      const asset = findAsset(stored.asset);
      if (asset && assetId(asset) === stored.asset) return money(asset, BigInt(stored.minor));
      context.issues.push({ code: 'custom', message: `unknown asset ${stored.asset}`, input: stored.asset });
      return z.NEVER;
    },
    encode: ({ asset, minor }) => ({ minor: minor.toString(), asset: assetId(asset) }),
  },
);

/** An instant in a stored event: ISO 8601 in UTC with milliseconds. */
export const instantField: z.ZodType<Date, string> = z.codec(z.iso.datetime({ precision: 3 }), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** An asset in a stored event: `USDT@tron/6`. */
export const assetField: z.ZodType<Asset, string> = z.codec(z.string(), z.custom<Asset>(), {
  decode: (stored, context) => {
    const asset = findAsset(stored);
    if (asset && assetId(asset) === stored) return asset;
    context.issues.push({ code: 'custom', message: `unknown asset ${stored}`, input: stored });
    return z.NEVER;
  },
  encode: assetId,
});
