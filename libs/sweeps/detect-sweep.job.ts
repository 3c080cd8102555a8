import { evidenceText } from '../inabit/evidence-text.js';
import type { InabitReader } from '../inabit/inabit-reader.js';
import type { Clock } from '../platform/clock.js';
import { isSweep, pulledSweep } from './pulled-sweep.js';
import { recordSweep, type DetectedSweep, type SweepBooks } from './record-sweep.reactor.js';

/** For a sweep that our gate was not asked about: a person names it, and only what a pull shows is recorded. */
export class DetectSweep {
  constructor(
    private readonly books: SweepBooks,
    private readonly reader: InabitReader,
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
    const evidence = evidenceText(pulled.evidence);
    return recordSweep(this.books, sweep, { providerId, evidence, detectedAt: this.clock.now() });
  }
}
