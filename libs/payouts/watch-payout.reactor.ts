import { attemptAcceptedAs } from '../attempts/attempt.js';
import type { GateStreams } from '../gate/gate-streams.js';
import { evidenceText } from '../inabit/evidence-text.js';
import type { InabitReader, ProviderTransaction } from '../inabit/inabit-reader.js';
import { parseAmount } from '../money/amount-text.js';
import type { Clock } from '../platform/clock.js';
import type { ObservedTransaction } from './observed-transaction.js';
import type { PayoutRequest, ReviewReason } from './payout.events.js';
import type { PayoutStreams } from './payout-streams.js';

/** What looking at the provider showed. */
export type Sighting = 'ended' | 'still-pending' | 'unavailable' | 'unknown-status' | 'differs';

interface Pulled {
  readonly transaction: ProviderTransaction;
  readonly evidence: string;
}

/** Pulls a payout's transaction and records what it says. Only a pull changes money state (failure model §2.3 rule 7). */
export class WatchPayout {
  constructor(
    private readonly payouts: PayoutStreams,
    private readonly reader: InabitReader,
    private readonly gate: GateStreams,
    private readonly clock: Clock,
  ) {}

  async look(request: PayoutRequest, providerId: string, reviewIfPending?: ReviewReason): Promise<Sighting> {
    const sighting = await this.pullAndRecord(request, providerId);
    const pending = sighting === 'still-pending' || sighting === 'unavailable' || sighting === 'unknown-status';
    if (pending && reviewIfPending) await this.requireReview(request, reviewIfPending);
    if (sighting === 'differs') await this.requireReview(request, 'settled-differs-from-request');
    return sighting;
  }

  private async pullAndRecord(request: PayoutRequest, providerId: string): Promise<Sighting> {
    const pulled = await this.reader.pullTransaction(providerId);
    if (pulled.outcome !== 'found') return 'unavailable';
    const { transaction } = pulled;
    const sight = { transaction, evidence: evidenceText(pulled.evidence) };
    switch (transaction.phase) {
      case 'completed':
        return this.recordSettled(request, sight);
      case 'failed-not-paid':
        return this.recordFailed(request, sight);
      case 'processing':
        return this.recordBroadcast(request, sight);
      case 'pending-approval':
        return 'still-pending';
      case 'unknown':
        return 'unknown-status';
    }
  }

  private async recordSettled(request: PayoutRequest, { transaction, evidence }: Pulled): Promise<Sighting> {
    const observed = observedFrom(transaction, request);
    if (!observed) return 'differs';
    const now = this.clock.now();
    await this.bindIfGateWasNotAsked(request, observed, evidence);
    const { txId: transactionHash, fee: reportedFee } = transaction;
    const settled = await this.payouts.execute(request.payoutId, {
      type: 'RecordSettled',
      data: { observed, transactionHash, reportedFee, evidence, now },
    });
    // Complete, and yet not what is bound or what was asked for: nothing that may pass without a person.
    return settled.outcome === 'rejected' ? 'differs' : 'ended';
  }

  /**
   * Paid, though our gate was never asked: the money has left, so the record must say which transaction it was. Unless
   * the gate knows it as another payout's, for its note was edited, or has refused it (INV-P4).
   */
  private async bindIfGateWasNotAsked(
    { payoutId }: PayoutRequest,
    observed: ObservedTransaction,
    evidence: string,
  ): Promise<void> {
    const payout = await this.payouts.load(payoutId);
    if (payout.status !== 'submitted') return;
    const accepted = attemptAcceptedAs(payout.attempts, observed.providerId);
    if (!accepted) return;
    const { providerId } = observed;
    const { number: attempt } = accepted;
    const now = this.clock.now();
    const match = { providerId, payoutId, attempt, by: 'pull', evidence, matchedAt: now } as const;
    const matched = await this.gate.execute({ type: 'MatchWithdrawal', data: match });
    if (matched.outcome === 'rejected') return;
    const data = { observed, attempt, via: 'pull', evidence, now } as const;
    await this.payouts.execute(payoutId, { type: 'BindTransaction', data });
  }

  private async recordFailed({ payoutId }: PayoutRequest, { transaction, evidence }: Pulled): Promise<Sighting> {
    const { providerId, status: providerStatus, txId: transactionHash } = transaction;
    // What never reached the chain has cost nothing, whatever was planned.
    const cost = transactionHash === undefined ? {} : { transactionHash, reportedFee: transaction.fee };
    const data = { providerId, providerStatus, ...cost, evidence, now: this.clock.now() };
    await this.payouts.execute(payoutId, { type: 'RecordProviderFailed', data });
    return 'ended';
  }

  private async recordBroadcast({ payoutId }: PayoutRequest, { transaction }: Pulled): Promise<Sighting> {
    const { providerId, txId: transactionHash } = transaction;
    if (transactionHash !== undefined)
      await this.payouts.execute(payoutId, {
        type: 'RecordBroadcast',
        data: { providerId, transactionHash, now: this.clock.now() },
      });
    return 'still-pending';
  }

  private async requireReview({ payoutId }: PayoutRequest, reason: ReviewReason): Promise<void> {
    await this.payouts.execute(payoutId, { type: 'RequireReview', data: { reason, now: this.clock.now() } });
  }
}

/** Undefined when the provider's asset or amount is none that we know: then it cannot be what we asked for. */
function observedFrom(transaction: ProviderTransaction, request: PayoutRequest): ObservedTransaction | undefined {
  const { asset, amount: text, providerId, walletId, createdAt } = transaction;
  const amount = asset && parseAmount(text, asset);
  if (!amount?.ok) return undefined;
  return {
    providerId,
    providerWalletId: walletId,
    amount: amount.money,
    // A pull without the address proves nothing against it; the gate compared it before the signature.
    destination: transaction.destination ?? request.destination,
    initiatorId: transaction.initiatorId ?? '',
    createdAt,
    note: transaction.note ?? '',
  };
}
