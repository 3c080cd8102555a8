import { formatAmount } from '#libs/money/amount-text.js';
import { findAsset } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';

/** Minor units of an asset of the books as a plain decimal. @throws Error for an asset that this ledger does not know. */
export function minorText(assetId: string, minor: bigint): string {
  const asset = findAsset(assetId);
  if (!asset) throw new Error(`The books hold the unknown asset ${assetId}`);
  return formatAmount(money(asset, minor));
}
