import { z } from 'zod';
import type { Asset } from '#libs/money/asset.js';
import { count } from './decimal-text.js';
import { chainCode } from './provider-codes.js';

/** The ids under which a withdrawal names its asset; they differ between accounts and are never hard-coded. */
export interface AssetIds {
  readonly financialAssetId: string;
  readonly blockchainId: string;
}

export interface AssetProblem {
  readonly asset: Asset;
  readonly problem:
    | 'token-not-offered'
    | 'token-ambiguous'
    | 'chain-not-offered'
    | 'chain-ambiguous'
    | 'precision-differs';
}

export const financialAssetList = z.array(
  z.looseObject({ id: z.string().min(1), code: z.string(), precision: count.nullish() }),
);
export const blockchainList = z.array(z.looseObject({ id: z.string().min(1), code: z.string() }));

/** What inabit offers, as it lists it. */
export interface Offer {
  readonly financialAssets: z.output<typeof financialAssetList>;
  readonly blockchains: z.output<typeof blockchainList>;
}

/**
 * Finds a pinned asset in the offer. Fails closed: a code that is missing or there twice, or a precision that is missing
 * or not ours, is a problem, because a wrong one moves a wrong amount (INV-L5).
 */
export function resolveAsset(asset: Asset, offer: Offer): AssetIds | AssetProblem {
  const [token, ...otherTokens] = offer.financialAssets.filter(({ code }) => code === asset.token);
  const [chain, ...otherChains] = offer.blockchains.filter(({ code }) => code === chainCode('platform', asset.chain));
  if (!token) return { asset, problem: 'token-not-offered' };
  if (otherTokens.length > 0) return { asset, problem: 'token-ambiguous' };
  if (!chain) return { asset, problem: 'chain-not-offered' };
  if (otherChains.length > 0) return { asset, problem: 'chain-ambiguous' };
  if (token.precision !== asset.decimals) return { asset, problem: 'precision-differs' };
  return { financialAssetId: token.id, blockchainId: chain.id };
}
