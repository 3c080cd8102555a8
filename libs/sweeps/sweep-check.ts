import { sameAddress } from '../chains/address.js';
import type { Money } from '../money/money.js';
import type { RegisteredWallet } from '../wallets/wallet.js';

/** A sweep as the provider shows it. */
export interface PulledSweep {
  readonly amount: Money;
  readonly destination: string | undefined;
  /** The provider's ids of the wallets that give. */
  readonly providerWalletIds: readonly string[];
}

export type SweepCheck =
  | { readonly result: 'ours'; readonly sourceWalletIds: readonly string[]; readonly toWalletId: string }
  | { readonly result: 'doubt'; readonly reason: string };

/**
 * A sweep is ours when all that gives is a deposit wallet of ours and what takes is the recorded address of a Master
 * Wallet of ours: then no money leaves the organisation. Everything else is a doubt: a wallet may be registered later.
 */
export function checkSweep(pulled: PulledSweep, wallets: readonly RegisteredWallet[]): SweepCheck {
  const { amount, destination, providerWalletIds } = pulled;
  const { chain } = amount.asset;
  if (destination === undefined) return doubt('destination-not-shown');
  const master = wallets.find(({ registration, addresses }) => {
    const address = addresses.get(chain);
    return registration.role === 'master' && address !== undefined && sameAddress(chain, address, destination);
  });
  if (!master) return doubt('destination-is-no-master-wallet-of-ours');
  const byProviderId = new Map(wallets.map(({ registration }) => [registration.providerWalletId, registration]));
  const sources = [...new Set(providerWalletIds)].map((id) => byProviderId.get(id));
  const deposits = sources.filter((source) => source?.role === 'deposit');
  if (deposits.length === 0 || deposits.length < sources.length) return doubt('a-source-is-no-deposit-wallet-of-ours');
  const sourceWalletIds = deposits.flatMap((source) => source?.walletId ?? []).toSorted();
  return { result: 'ours', sourceWalletIds, toWalletId: master.registration.walletId };
}

function doubt(reason: string): SweepCheck {
  return { result: 'doubt', reason };
}
