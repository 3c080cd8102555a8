/**
 * What an amount is an amount of. The same token on another chain is another asset, and the same numeral with other
 * decimals is another amount, so all three belong to it.
 */
export interface Asset {
  /** Ticker: `USDT`. */
  readonly token: string;
  /** Our name of the blockchain: `tron`. */
  readonly chain: Chain;
  /** How many decimals its minor unit has: 6. */
  readonly decimals: number;
}

/** `fiat` stands for the banks: money that operators send is booked there, and nothing is ever sent to it (IN-09). */
export const chains = ['bitcoin', 'bsc', 'ethereum', 'ethereum-sepolia', 'fiat', 'polygon', 'tron'] as const;
export type Chain = (typeof chains)[number];

/** An asset as text: `USDT@tron/6`. */
export type AssetId = `${string}@${Chain}/${number}`;

/**
 * The assets this ledger knows, with the decimals of each chain's standard: USDT and USDC have 6 on most chains and 18
 * on BSC. Pinned on purpose: what the provider says is compared with it and never taken over (INV-L5).
 */
const pinned = [
  ['BTC', 'bitcoin', 8],
  ['BNB', 'bsc', 18],
  ['USDC', 'bsc', 18],
  ['USDT', 'bsc', 18],
  ['ETH', 'ethereum', 18],
  ['USDC', 'ethereum', 6],
  ['USDT', 'ethereum', 6],
  ['ETH', 'ethereum-sepolia', 18],
  ['USDC', 'ethereum-sepolia', 6],
  ['USDT', 'ethereum-sepolia', 6],
  ['EUR', 'fiat', 2],
  ['USD', 'fiat', 2],
  ['MATIC', 'polygon', 18],
  ['USDC', 'polygon', 6],
  ['USDT', 'polygon', 6],
  ['TRX', 'tron', 6],
  ['USDC', 'tron', 6],
  ['USDT', 'tron', 6],
] as const satisfies readonly (readonly [string, Chain, number])[];

export const assets: readonly Asset[] = pinned.map(([token, chain, decimals]) =>
  Object.freeze({ token, chain, decimals }),
);

const byId = new Map<string, Asset>(assets.map((asset) => [assetId(asset), asset]));
const byShortName = new Map<string, Asset>(assets.map((asset) => [`${asset.token}@${asset.chain}`, asset]));

export function assetId({ token, chain, decimals }: Asset): AssetId {
  return `${token}@${chain}/${decimals}`;
}

/** `USDT@tron`, or `USDT@tron/6` with the right decimals; undefined for anything this ledger does not know. */
export function findAsset(text: string): Asset | undefined {
  return byId.get(text) ?? byShortName.get(text);
}

export function sameAsset(a: Asset, b: Asset): boolean {
  return a.token === b.token && a.chain === b.chain && a.decimals === b.decimals;
}

/** An asset that something stored names. @throws Error for one that this ledger does not know: a defect. */
export function storedAsset(id: string): Asset {
  const asset = findAsset(id);
  if (!asset) throw new Error(`The unknown asset ${id} is stored`);
  return asset;
}
