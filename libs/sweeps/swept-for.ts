import type { RegisteredWallet } from '../wallets/wallet.js';

/** Whose sweep it is: the one operator whose wallets give; of several operators it is none's (IN-02). */
export function sweptFor(sourceWalletIds: readonly string[], wallets: readonly RegisteredWallet[]): string | undefined {
  const sources = wallets.filter(({ registration }) => sourceWalletIds.includes(registration.walletId));
  const [operatorId, ...others] = new Set(sources.map(({ registration }) => registration.operatorId));
  return others.length === 0 ? operatorId : undefined;
}
