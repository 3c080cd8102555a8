import { evidenceText } from '../inabit/evidence-text.js';
import type { InabitReader } from '../inabit/inabit-reader.js';
import type { Clock } from '../platform/clock.js';
import type { RegisteredWallets } from '../wallets/registered-wallet-streams.js';
import { isSweep, pulledSweep } from './pulled-sweep.js';
import { checkSweep } from './sweep-check.js';
import type { SweepStreams } from './sweep-streams.js';

export type DetectedSweep =
  | { readonly outcome: 'detected'; readonly toWalletId: string; readonly sourceWalletIds: readonly string[] }
  | { readonly outcome: 'refused'; readonly reason: string };

/** For a sweep that our gate was not asked about: a person names it, and only what a pull shows is recorded. */
export class DetectSweep {
  constructor(
    private readonly sweeps: SweepStreams,
    private readonly reader: InabitReader,
    private readonly wallets: RegisteredWallets,
    private readonly clock: Clock,
  ) {}

  /** `otherSources`: the provider's ids of wallets that gave, too; a pull names one of several. */
  async detect(providerId: string, otherSources: readonly string[] = []): Promise<DetectedSweep> {
    const pulled = await this.reader.pullTransaction(providerId);
    if (pulled.outcome !== 'found') return { outcome: 'refused', reason: `the provider: ${pulled.outcome}` };
    if (!isSweep(pulled.transaction)) return { outcome: 'refused', reason: 'the provider does not call it a sweep' };
    const shown = pulledSweep(pulled.transaction);
    if (!shown) return { outcome: 'refused', reason: 'its asset or amount is not known' };
    const sweep = { ...shown, providerWalletIds: [...shown.providerWalletIds, ...otherSources] };
    const check = checkSweep(sweep, await this.wallets.all());
    if (check.result === 'doubt') return { outcome: 'refused', reason: check.reason };
    const { sourceWalletIds, toWalletId } = check;
    const { amount } = sweep;
    const evidence = evidenceText(pulled.evidence);
    const detectedAt = this.clock.now();
    const data = { providerId, sourceWalletIds, toWalletId, amount, evidence, detectedAt };
    const recorded = await this.sweeps.execute(providerId, { type: 'DetectSweep', data });
    if (recorded.outcome === 'rejected') return { outcome: 'refused', reason: recorded.rejection.code };
    return { outcome: 'detected', toWalletId, sourceWalletIds };
  }
}
