import type { RegisteredWallet } from '../wallets/wallet.js';

/** Whose native coin pays for sweeps; undefined when none or several are registered, for the provider does not say. */
export function gasStationOf(wallets: readonly RegisteredWallet[]): RegisteredWallet['registration'] | undefined {
  const [only, ...others] = wallets.filter(({ registration }) => registration.role === 'gas-station');
  return others.length === 0 ? only?.registration : undefined;
}
