import type { RegisteredWallets } from '../wallets/registered-wallet-streams.js';
import { checkSweep, type PulledSweep } from './sweep-check.js';
import type { SweepDetected } from './sweep.events.js';
import type { SweepStreams } from './sweep-streams.js';
import { sweptFor } from './swept-for.js';

export interface SweepBooks {
  readonly sweeps: SweepStreams;
  readonly wallets: RegisteredWallets;
}

export type DetectedSweep =
  | {
      readonly outcome: 'detected';
      readonly toWalletId: string;
      readonly sourceWalletIds: readonly string[];
      /** Undefined when the sources are of several. */
      readonly operatorId: string | undefined;
    }
  | { readonly outcome: 'refused'; readonly reason: string };

/** Records a sweep that was pulled, if it goes from deposit wallets of ours into a Master Wallet of ours, by the log alone. */
export async function recordSweep(
  { sweeps, wallets }: SweepBooks,
  pulled: PulledSweep,
  sight: Pick<SweepDetected, 'providerId' | 'evidence' | 'detectedAt'>,
): Promise<DetectedSweep> {
  const registered = await wallets.all();
  const check = checkSweep(pulled, registered);
  if (check.result === 'doubt') return { outcome: 'refused', reason: check.reason };
  const { sourceWalletIds, toWalletId } = check;
  const data = { ...sight, sourceWalletIds, toWalletId, amount: pulled.amount };
  const recorded = await sweeps.execute(sight.providerId, { type: 'DetectSweep', data });
  if (recorded.outcome === 'rejected') return { outcome: 'refused', reason: recorded.rejection.code };
  return { outcome: 'detected', toWalletId, sourceWalletIds, operatorId: sweptFor(sourceWalletIds, registered) };
}
