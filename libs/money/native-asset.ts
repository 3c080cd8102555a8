import { assets, type Asset, type Chain } from './asset.js';

const tokens: Readonly<Record<Exclude<Chain, 'fiat'>, string>> = {
  bitcoin: 'BTC',
  bsc: 'BNB',
  ethereum: 'ETH',
  'ethereum-sepolia': 'ETH',
  polygon: 'MATIC',
  tron: 'TRX',
};

/** What network fees are paid in on a chain. */
export function nativeAsset(chain: Chain): Asset {
  const asset = assets.find(({ token, chain: on }) => on === chain && chain !== 'fiat' && token === tokens[chain]);
  if (!asset) throw new Error(`The native asset of ${chain} is not pinned`);
  return asset;
}
