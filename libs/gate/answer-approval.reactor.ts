import { evidenceText } from '../inabit/evidence-text.js';
import type { InabitReader } from '../inabit/inabit-reader.js';
import { fingerprintOf } from '../intents/fingerprint.js';
import type { AttemptReference } from '../payouts/attempt-note.js';
import type { ObservedTransaction } from '../payouts/observed-transaction.js';
import type { PayoutRejection } from '../payouts/payout.commands.js';
import { operatorOfPayout, type PayoutStreams } from '../payouts/payout-streams.js';
import type { Clock } from '../platform/clock.js';
import { isSweep } from '../sweeps/pulled-sweep.js';
import type { ApprovalQuestion } from './approval-question.js';
import type { GateCase } from './gate.js';
import type { GateStreams } from './gate-streams.js';
import { GiveVerdict, type Verdict } from './give-verdict.reactor.js';
import type { JudgeSwap } from './judge-swap.reactor.js';
import type { JudgeSweep } from './judge-sweep.reactor.js';
import type { MatchPayout } from './match-payout.js';
import { isSwap } from './pulled-swap.js';
import { pulledWithdrawal } from './pulled-withdrawal.js';
import { checkWithdrawal } from './withdrawal-check.js';

export interface GateRecords {
  readonly gate: GateStreams;
  readonly payouts: PayoutStreams;
  readonly match: MatchPayout;
  readonly swaps: JudgeSwap;
  readonly sweeps: JudgeSweep;
}

export interface GateProvider {
  readonly reader: InabitReader;
  /** Our API user at the provider: whoever else initiates a withdrawal is foreign. */
  readonly apiAdminId: string;
}

/**
 * The signing gate (failure model §2.3 rule 4): lets one provider transaction of a payout through and never answers the
 * opposite of what it said. A yes is given only after its fact is durable, and not again once the money was released; a no
 * only to what is certainly foreign; nothing in doubt.
 */
export class AnswerApproval {
  private readonly verdicts: GiveVerdict;

  constructor(
    private readonly records: GateRecords,
    private readonly provider: GateProvider,
    private readonly clock: Clock,
  ) {
    this.verdicts = new GiveVerdict(records.gate, clock);
  }

  async answer(question: ApprovalQuestion): Promise<Verdict> {
    const { providerId } = question;
    const known = await this.records.gate.load(providerId);
    if (known.status === 'rejected') return { verdict: 'rejected', reason: known.reason };
    const pulled = await this.provider.reader.pullTransaction(providerId);
    if (pulled.outcome !== 'found') return this.verdicts.defer(providerId, `pull: ${pulled.outcome}`);
    if (isSwap(pulled.transaction)) return this.records.swaps.judge({ question, pulled, known });
    if (isSweep(pulled.transaction)) return this.records.sweeps.judge({ question, pulled, known });
    const evidence = evidenceText(pulled.evidence);
    const withdrawal = pulledWithdrawal(pulled.transaction);
    if (!withdrawal) return this.verdicts.refuse({ providerId, reason: 'asset-or-amount-unknown', evidence });
    const check = checkWithdrawal(question, withdrawal, this.provider.apiAdminId);
    if (check.result === 'foreign') return this.verdicts.refuse({ providerId, reason: check.reason, evidence });
    if (check.result === 'doubt') return this.verdicts.defer(providerId, check.reason);
    return this.judge(check.observed, known, evidence);
  }

  private async judge(observed: ObservedTransaction, known: GateCase, evidence: string): Promise<Verdict> {
    const { providerId } = observed;
    if (known.status === 'approved' && known.fingerprint !== fingerprintOf(observed))
      return this.verdicts.defer(providerId, 'differs-from-what-was-approved');
    const match = await this.records.match.match(observed, known);
    if (match.result === 'foreign') return this.verdicts.refuse({ providerId, reason: match.reason, evidence });
    if (match.result === 'doubt') return this.verdicts.defer(providerId, match.reason);
    const { reference, by } = match;
    const { payoutId, attempt } = reference;
    const data = { providerId, payoutId, attempt, by, evidence, matchedAt: this.clock.now() };
    const matched = await this.records.gate.execute({ type: 'MatchWithdrawal', data });
    if (matched.outcome === 'rejected')
      return this.verdicts.defer(providerId, `concurrently: ${matched.rejection.code}`);
    return this.bind(observed, reference, evidence);
  }

  private async bind(observed: ObservedTransaction, reference: AttemptReference, evidence: string): Promise<Verdict> {
    const { payoutId, attempt } = reference;
    const { providerId } = observed;
    const now = this.clock.now();
    const bound = await this.records.payouts.execute(payoutId, {
      type: 'BindTransaction',
      data: { observed, attempt, via: 'gate', evidence, now },
    });
    if (bound.outcome === 'rejected')
      return this.verdicts.refuse({ providerId, payoutId, reason: reasonText(bound.rejection), evidence });
    const fingerprint = fingerprintOf(observed);
    const data = { providerId, payoutId, fingerprint, evidence, approvedAt: now };
    const approved = await this.records.gate.execute(
      { type: 'ApproveWithdrawal', data },
      operatorOfPayout(bound.state),
    );
    if (approved.outcome === 'rejected')
      return this.verdicts.defer(providerId, `concurrently: ${approved.rejection.code}`);
    return { verdict: 'approved', payoutId };
  }
}

function reasonText(rejection: PayoutRejection): string {
  if (rejection.code === 'transaction-differs') return `differs-from-the-payout: ${rejection.fields.join(', ')}`;
  if (rejection.code === 'payout-not-in-status') return `payout-is-${rejection.actual}`;
  return rejection.code;
}
