import { evidenceText } from '../inabit/evidence-text.js';
import type { InabitReader } from '../inabit/inabit-reader.js';
import { fingerprintOf } from '../intents/fingerprint.js';
import type { AttemptReference } from '../payouts/attempt-note.js';
import type { ObservedTransaction } from '../payouts/observed-transaction.js';
import type { PayoutRejection } from '../payouts/payout.commands.js';
import type { PayoutStreams } from '../payouts/payout-streams.js';
import type { Clock } from '../platform/clock.js';
import type { GateCase } from './gate.js';
import type { GateStreams } from './gate-streams.js';
import type { MatchPayout } from './match-payout.js';
import { pulledWithdrawal } from './pulled-withdrawal.js';
import { checkWithdrawal, type ApprovalQuestion } from './withdrawal-check.js';

/** What the approver is told. No verdict means: ask again. */
export type Verdict =
  | { readonly verdict: 'approved'; readonly payoutId: string }
  | { readonly verdict: 'rejected'; readonly reason: string }
  | { readonly verdict: 'none'; readonly reason: string };

export interface GateRecords {
  readonly gate: GateStreams;
  readonly payouts: PayoutStreams;
  readonly match: MatchPayout;
}

export interface GateProvider {
  readonly reader: InabitReader;
  /** Our API user at the provider: whoever else initiates a withdrawal is foreign. */
  readonly apiAdminId: string;
}

/**
 * The signing gate (failure model §2.3 rule 4): lets one provider transaction of a payout through and answers the same
 * for ever. A yes is given only after its fact is durable, a no only to what is certainly foreign, nothing in doubt.
 */
export class AnswerApproval {
  constructor(
    private readonly records: GateRecords,
    private readonly provider: GateProvider,
    private readonly clock: Clock,
  ) {}

  async answer(question: ApprovalQuestion): Promise<Verdict> {
    const { providerId } = question;
    const known = await this.records.gate.load(providerId);
    if (known.status === 'rejected') return { verdict: 'rejected', reason: known.reason };
    const pulled = await this.provider.reader.pullTransaction(providerId);
    if (pulled.outcome !== 'found') return this.defer(providerId, `pull: ${pulled.outcome}`);
    const evidence = evidenceText(pulled.evidence);
    const withdrawal = pulledWithdrawal(pulled.transaction);
    if (!withdrawal) return this.refuse({ providerId, reason: 'asset-or-amount-unknown', evidence });
    const check = checkWithdrawal(question, withdrawal, this.provider.apiAdminId);
    if (check.result === 'foreign') return this.refuse({ providerId, reason: check.reason, evidence });
    if (check.result === 'doubt') return this.defer(providerId, check.reason);
    return this.judge(check.observed, known, evidence);
  }

  private async judge(observed: ObservedTransaction, known: GateCase, evidence: string): Promise<Verdict> {
    const { providerId } = observed;
    if (known.status === 'approved' && known.fingerprint !== fingerprintOf(observed))
      return this.defer(providerId, 'differs-from-what-was-approved');
    const match = await this.records.match.match(observed, known);
    if (match.result === 'foreign') return this.refuse({ providerId, reason: match.reason, evidence });
    if (match.result === 'doubt') return this.defer(providerId, match.reason);
    const { reference, by } = match;
    const { payoutId, attempt } = reference;
    const data = { providerId, payoutId, attempt, by, evidence, matchedAt: this.clock.now() };
    const matched = await this.records.gate.execute({ type: 'MatchWithdrawal', data });
    if (matched.outcome === 'rejected') return this.defer(providerId, `concurrently: ${matched.rejection.code}`);
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
      return this.refuse({ providerId, payoutId, reason: reasonText(bound.rejection), evidence });
    const fingerprint = fingerprintOf(observed);
    const approved = await this.records.gate.execute({
      type: 'ApproveWithdrawal',
      data: { providerId, payoutId, fingerprint, evidence, approvedAt: now },
    });
    if (approved.outcome === 'rejected') return this.defer(providerId, `concurrently: ${approved.rejection.code}`);
    return { verdict: 'approved', payoutId };
  }

  private async refuse(refusal: {
    readonly providerId: string;
    readonly reason: string;
    readonly payoutId?: string;
    readonly evidence: string;
  }): Promise<Verdict> {
    const data = { ...refusal, rejectedAt: this.clock.now() };
    const rejected = await this.records.gate.execute({ type: 'RejectWithdrawal', data });
    if (rejected.outcome === 'rejected') return this.defer(refusal.providerId, `approved-before: ${refusal.reason}`);
    return { verdict: 'rejected', reason: refusal.reason };
  }

  private async defer(providerId: string, reason: string): Promise<Verdict> {
    const data = { providerId, reason, deferredAt: this.clock.now() };
    await this.records.gate.execute({ type: 'DeferVerdict', data });
    return { verdict: 'none', reason };
  }
}

function reasonText(rejection: PayoutRejection): string {
  if (rejection.code === 'transaction-differs') return `differs-from-the-payout: ${rejection.fields.join(', ')}`;
  if (rejection.code === 'payout-not-in-status') return `payout-is-${rejection.actual}`;
  return rejection.code;
}
