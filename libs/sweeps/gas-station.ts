import type { Wallet } from '../wallets/wallet.js';

type Registered = Extract<Wallet, { status: 'registered' }>;

/** Whose native coin pays for sweeps; undefined when none or several are registered, for the provider does not say. */
export function gasStationOf(wallets: readonly Registered[]): Registered['registration'] | undefined {
  const [only, ...others] = wallets.filter(({ registration }) => registration.role === 'gas-station');
  return others.length === 0 ? only?.registration : undefined;
}
