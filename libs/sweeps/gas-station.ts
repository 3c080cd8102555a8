import type { RegisteredWallet } from '../wallets/wallet.js';
import type { SweepPayer } from './sweep.events.js';
import type { Sweep } from './sweep.state.js';

type EndedSweep = Extract<Sweep, { status: 'settled' | 'failed' }>;

/**
 * Whose native coin paid for a sweep: as people have said, else the one registered gas station's. Undefined when none or
 * several are registered, for the provider does not say; `nobody` when people say that none of ours paid.
 */
export function feePayerOf(
  { feeResolution }: EndedSweep,
  wallets: readonly RegisteredWallet[],
): SweepPayer | 'nobody' | undefined {
  if (feeResolution) return feeResolution.payer ?? 'nobody';
  const [only, ...others] = wallets.filter(({ registration }) => registration.role === 'gas-station');
  if (!only || others.length > 0) return undefined;
  const { walletId, operatorId } = only.registration;
  return { walletId, operatorId };
}
