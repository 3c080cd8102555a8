import type { Chain } from '../money/asset.js';

/** A place where an amount of one asset stands; the words are those of the design's glossary. */
export type AccountName =
  | `wallet:${string}:available`
  | `wallet:${string}:reserved`
  | `wallet:${string}:incoming`
  | `external:${Chain}`
  | `fees:${'network' | 'provider' | 'platform'}`
  | `transit:${string}`
  | `swap:${string}`
  | `suspense:${string}`
  | `receivable:${string}`;

export function available(walletId: string): AccountName {
  return `wallet:${walletId}:available`;
}

export function reserved(walletId: string): AccountName {
  return `wallet:${walletId}:reserved`;
}

/** Everything outside the organisation on one blockchain: where money comes from and goes to. */
export function external(chain: Chain): AccountName {
  return `external:${chain}`;
}
