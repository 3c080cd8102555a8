import { GateHealth } from '#libs/attempts/gate-health.js';
import type { Clock } from '#libs/platform/clock.js';

const answerMsMax = 3_000;
const freshMs = 5_000;

/**
 * Asks the gate itself. It counts as healthy only when the provider's policy is said to require our signer: otherwise
 * a withdrawal might be signed without the gate, however well that is (failure model §2.3 rule 6).
 */
export class HttpGateHealth extends GateHealth {
  private known: { readonly at: number; readonly evidence: string | undefined } | undefined;

  constructor(
    private readonly gateUrl: string,
    private readonly signerRequired: boolean,
    private readonly clock: Clock,
  ) {
    super();
  }

  async evidence(): Promise<string | undefined> {
    if (!this.signerRequired) return undefined;
    const now = this.clock.now();
    if (this.known && now.getTime() - this.known.at < freshMs) return this.known.evidence;
    const ready = await this.isReady();
    const evidence = ready ? `signer required by policy; gate ready at ${now.toISOString()}` : undefined;
    this.known = { at: now.getTime(), evidence };
    return evidence;
  }

  private async isReady(): Promise<boolean> {
    try {
      const url = new URL('health/ready', `${this.gateUrl.replace(/\/$/, '')}/`);
      const response = await fetch(url, { signal: AbortSignal.timeout(answerMsMax) });
      return response.ok;
    } catch {
      return false;
    }
  }
}
