import { sameAddress } from '../chains/address.js';
import { evidenceText } from '../inabit/evidence-text.js';
import type { PulledTransaction } from '../inabit/inabit-reader.js';
import { sweepFingerprintOf } from '../intents/fingerprint.js';
import { sameMoney } from '../money/money.js';
import type { Clock } from '../platform/clock.js';
import { pulledSweep } from '../sweeps/pulled-sweep.js';
import { recordSweep, type SweepBooks } from '../sweeps/record-sweep.reactor.js';
import type { PulledSweep } from '../sweeps/sweep-check.js';
import type { ApprovalQuestion } from './approval-question.js';
import type { GateCase } from './gate.js';
import type { GateStreams } from './gate-streams.js';
import { GiveVerdict, type Verdict } from './give-verdict.reactor.js';

export interface SweepRecords extends SweepBooks {
  readonly gate: GateStreams;
}

/** The approver's question together with what a pull of its transaction showed. */
export interface SweepSight {
  readonly question: ApprovalQuestion;
  readonly pulled: Extract<PulledTransaction, { outcome: 'found' }>;
  readonly known: GateCase;
}

/**
 * The gate's side of sweeps. Nobody here asked for them, so only where the money goes can be judged: out of deposit wallets
 * of ours into a Master Wallet of ours, by the log alone. Then it is recorded, and let through; all else gets no answer.
 */
export class JudgeSweep {
  private readonly verdicts: GiveVerdict;

  constructor(
    private readonly records: SweepRecords,
    private readonly clock: Clock,
  ) {
    this.verdicts = new GiveVerdict(records.gate, clock);
  }

  async judge({ question, pulled, known }: SweepSight): Promise<Verdict> {
    const { providerId } = question;
    const shown = pulledSweep(pulled.transaction);
    if (!shown) return this.verdicts.defer(providerId, 'asset-or-amount-unknown');
    const contradiction = contradictionOf(question, shown);
    if (contradiction) return this.verdicts.defer(providerId, contradiction);
    // Of several sources the pull shows one; that the others are ours, too, is all that the callback can add.
    const sweep = { ...shown, providerWalletIds: question.walletIds };
    const fingerprint = sweepFingerprintOf(sweep);
    if (known.status === 'sweep-approved' && known.fingerprint !== fingerprint)
      return this.verdicts.defer(providerId, 'differs-from-what-was-approved');
    return this.approve(providerId, sweep, { fingerprint, evidence: evidenceText(pulled.evidence) });
  }

  private async approve(
    providerId: string,
    sweep: PulledSweep,
    { fingerprint, evidence }: { readonly fingerprint: string; readonly evidence: string },
  ): Promise<Verdict> {
    const now = this.clock.now();
    const recorded = await recordSweep(this.records, sweep, { providerId, evidence, detectedAt: now });
    if (recorded.outcome === 'refused') return this.verdicts.defer(providerId, recorded.reason);
    const approval = { providerId, fingerprint, evidence, approvedAt: now };
    const approved = await this.records.gate.execute({ type: 'ApproveSweep', data: approval }, recorded.operatorId);
    if (approved.outcome === 'rejected')
      return this.verdicts.defer(providerId, `concurrently: ${approved.rejection.code}`);
    return { verdict: 'approved', sweepId: providerId };
  }
}

/** In what the callback differs from the pull; undefined when in nothing. */
function contradictionOf(question: ApprovalQuestion, shown: PulledSweep): string | undefined {
  const { destination, amount } = shown;
  if (question.transactionType.toLowerCase() !== 'sweep') return 'callback-and-pull-differ: type';
  if (!shown.providerWalletIds.every((id) => question.walletIds.includes(id)))
    return 'callback-and-pull-differ: wallet';
  if (!question.amount || !sameMoney(question.amount, amount)) return 'callback-and-pull-differ: amount';
  if (destination !== undefined && !sameAddress(amount.asset.chain, question.to, destination))
    return 'callback-and-pull-differ: destination';
  return undefined;
}
