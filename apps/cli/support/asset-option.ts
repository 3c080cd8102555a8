import { assetId, findAsset, type AssetId } from '#libs/money/asset.js';
import { Refused } from './run-command.js';

/** The asset that somebody means by `USDT@tron`. @throws Refused */
export function knownAssetId(text: string): AssetId {
  const asset = findAsset(text);
  if (!asset) throw new Refused(`${text} is no asset that this ledger knows`);
  return assetId(asset);
}
