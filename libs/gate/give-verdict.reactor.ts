import type { Clock } from '../platform/clock.js';
import type { GateStreams } from './gate-streams.js';

/** What the approver is told. No verdict means: ask again. */
export type Verdict =
  | { readonly verdict: 'approved'; readonly payoutId: string }
  | { readonly verdict: 'approved'; readonly swapId: string }
  | { readonly verdict: 'approved'; readonly sweepId: string }
  | { readonly verdict: 'rejected'; readonly reason: string }
  | { readonly verdict: 'none'; readonly reason: string };

/** The answers that let nothing through: each is a fact before it is given. */
export class GiveVerdict {
  constructor(
    private readonly gate: GateStreams,
    private readonly clock: Clock,
  ) {}

  async refuse(refusal: {
    readonly providerId: string;
    readonly reason: string;
    readonly payoutId?: string;
    readonly evidence: string;
  }): Promise<Verdict> {
    const data = { ...refusal, rejectedAt: this.clock.now() };
    const rejected = await this.gate.execute({ type: 'RejectWithdrawal', data });
    if (rejected.outcome === 'rejected') return this.defer(refusal.providerId, `approved-before: ${refusal.reason}`);
    return { verdict: 'rejected', reason: refusal.reason };
  }

  async defer(providerId: string, reason: string): Promise<Verdict> {
    const data = { providerId, reason, deferredAt: this.clock.now() };
    await this.gate.execute({ type: 'DeferVerdict', data });
    return { verdict: 'none', reason };
  }
}
