import { z } from 'zod';
import { findAsset } from '#libs/money/asset.js';

/** The columns as the driver reads them, or as the projection writes them: amounts as text or not, null or left out. */
export const textColumn = z.string();
export const minorColumn = z.union([z.bigint(), z.string().transform(BigInt)]);
export const assetColumn = z
  .string()
  .transform((id) => findAsset(id))
  .pipe(z.custom<NonNullable<ReturnType<typeof findAsset>>>(Boolean));
export const orNull = <Value extends z.ZodType>(value: Value) => value.nullable().default(null);
