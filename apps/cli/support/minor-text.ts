import { formatAmount } from '#libs/money/amount-text.js';
import { storedAsset } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';

/** Minor units of an asset of the books as a plain decimal. @throws Error for an asset that this ledger does not know. */
export function minorText(assetId: string, minor: bigint): string {
  return formatAmount(money(storedAsset(assetId), minor));
}
