import { evidenceText } from '../inabit/evidence-text.js';
import type { PulledTransaction } from '../inabit/inabit-reader.js';
import { swapFingerprintOf } from '../intents/fingerprint.js';
import type { Clock } from '../platform/clock.js';
import type { ObservedSwap } from '../swaps/observed-swap.js';
import type { SwapReference } from '../swaps/swap-note.js';
import type { SwapRejection } from '../swaps/swap.commands.js';
import { operatorOfSwap, type SwapStreams } from '../swaps/swap-streams.js';
import type { ApprovalQuestion } from './approval-question.js';
import type { GateCase } from './gate.js';
import type { GateStreams } from './gate-streams.js';
import { GiveVerdict, type Verdict } from './give-verdict.reactor.js';
import type { MatchSwap } from './match-swap.js';
import { pulledSwap } from './pulled-swap.js';
import { checkSwap } from './swap-check.js';

export interface SwapRecords {
  readonly gate: GateStreams;
  readonly swaps: SwapStreams;
  readonly match: MatchSwap;
}

/** The approver's question together with what a pull of its transaction showed. */
export interface SwapSight {
  readonly question: ApprovalQuestion;
  readonly pulled: Extract<PulledTransaction, { outcome: 'found' }>;
  readonly known: GateCase;
}

/** The gate's side of swaps: one provider transaction of each is let through, as with payouts. */
export class JudgeSwap {
  private readonly verdicts: GiveVerdict;

  constructor(
    private readonly records: SwapRecords,
    private readonly apiAdminId: string,
    private readonly clock: Clock,
  ) {
    this.verdicts = new GiveVerdict(records.gate, clock);
  }

  async judge({ question, pulled, known }: SwapSight): Promise<Verdict> {
    const { providerId } = question;
    const evidence = evidenceText(pulled.evidence);
    const swap = pulledSwap(pulled.transaction);
    if (!swap) return this.verdicts.refuse({ providerId, reason: 'asset-or-amount-unknown', evidence });
    const check = checkSwap(question, swap, this.apiAdminId);
    if (check.result === 'foreign') return this.verdicts.refuse({ providerId, reason: check.reason, evidence });
    if (check.result === 'doubt') return this.verdicts.defer(providerId, check.reason);
    return this.match(check.observed, known, evidence);
  }

  private async match(observed: ObservedSwap, known: GateCase, evidence: string): Promise<Verdict> {
    const { providerId } = observed;
    if (known.status === 'swap-approved' && known.fingerprint !== swapFingerprintOf(observed))
      return this.verdicts.defer(providerId, 'differs-from-what-was-approved');
    const match = await this.records.match.match(observed, known);
    if (match.result === 'foreign') return this.verdicts.refuse({ providerId, reason: match.reason, evidence });
    if (match.result === 'doubt') return this.verdicts.defer(providerId, match.reason);
    const { reference, by } = match;
    const { swapId, attempt } = reference;
    const data = { providerId, swapId, attempt, by, evidence, matchedAt: this.clock.now() };
    const matched = await this.records.gate.execute({ type: 'MatchSwap', data });
    if (matched.outcome === 'rejected')
      return this.verdicts.defer(providerId, `concurrently: ${matched.rejection.code}`);
    return this.bind(observed, reference, evidence);
  }

  private async bind(observed: ObservedSwap, { swapId, attempt }: SwapReference, evidence: string): Promise<Verdict> {
    const { providerId } = observed;
    const now = this.clock.now();
    const bound = await this.records.swaps.execute(swapId, {
      type: 'BindTransaction',
      data: { observed, attempt, via: 'gate', evidence, now },
    });
    if (bound.outcome === 'rejected')
      return this.verdicts.refuse({ providerId, reason: reasonText(bound.rejection), evidence });
    const fingerprint = swapFingerprintOf(observed);
    const data = { providerId, swapId, fingerprint, evidence, approvedAt: now };
    const approved = await this.records.gate.execute({ type: 'ApproveSwap', data }, operatorOfSwap(bound.state));
    if (approved.outcome === 'rejected')
      return this.verdicts.defer(providerId, `concurrently: ${approved.rejection.code}`);
    return { verdict: 'approved', swapId };
  }
}

function reasonText(rejection: SwapRejection): string {
  if (rejection.code === 'transaction-differs') return `differs-from-the-swap: ${rejection.fields.join(', ')}`;
  if (rejection.code === 'swap-not-in-status') return `swap-is-${rejection.actual}`;
  return rejection.code;
}
