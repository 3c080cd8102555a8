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

/** Seen on its way in, and not to be spent yet (DW-01). */
export function incoming(walletId: string): AccountName {
  return `wallet:${walletId}:incoming`;
}

/** Between the two legs of a transfer; zero when it has arrived (IN-11). */
export function transit(transferId: string): AccountName {
  return `transit:${transferId}`;
}

/** The other side of a swap: what it took in one asset and gave in another. */
export function swapAccount(swapId: string): AccountName {
  return `swap:${swapId}`;
}

/** Money that belongs to nobody yet. */
export function suspense(reason: string): AccountName {
  return `suspense:${reason}`;
}

/** What an operator owes: negative by as much, so that no wallet has to be (INV-L4). */
export function receivable(operatorId: string): AccountName {
  return `receivable:${operatorId}`;
}

export function fees(kind: 'network' | 'provider' | 'platform'): AccountName {
  return `fees:${kind}`;
}
