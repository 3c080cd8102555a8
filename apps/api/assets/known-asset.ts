import { findAsset, type Asset } from '#libs/money/asset.js';
import { unprocessable } from '../problems/api-problem.js';

/** `USDT@tron`. @throws ApiProblem `unknown_asset` */
export function knownAsset(text: string, field = 'asset'): Asset {
  const asset = findAsset(text);
  if (asset) return asset;
  throw unprocessable('unknown_asset', field, 'is not an asset that the ledger knows');
}

/** An asset as the API writes it; how many decimals it has is no news to anybody. */
export function assetText({ token, chain }: Asset): string {
  return `${token}@${chain}`;
}
