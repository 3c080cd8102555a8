import { evidenceText } from '../inabit/evidence-text.js';
import type { InabitReader, ProviderTransaction } from '../inabit/inabit-reader.js';
import type { NetworkFees } from '../fees/network-fees.reactor.js';
import { isFree } from '../fees/reported-fee.js';
import type { Accounts } from '../ledger/accounts.js';
import { formatAmount } from '../money/amount-text.js';
import { sameMoney } from '../money/money.js';
import type { Clock } from '../platform/clock.js';
import type { RegisteredWallets } from '../wallets/registered-wallet-streams.js';
import { feePayerOf } from './gas-station.js';
import { pulledSweep } from './pulled-sweep.js';
import { bookingsOf } from './sweep.bookings.js';
import type { SweepDetected, SweepReviewReason, SweepSettled } from './sweep.events.js';
import type { SweepCommand } from './sweep.commands.js';
import type { Sweep } from './sweep.state.js';
import type { SweepStreams } from './sweep-streams.js';
import { sweptParts } from './swept-parts.js';

export interface SweepParts {
  readonly sweeps: SweepStreams;
  readonly reader: InabitReader;
  readonly accounts: Accounts;
  readonly fees: NetworkFees;
  readonly wallets: RegisteredWallets;
}

type EndedSweep = Extract<Sweep, { status: 'settled' | 'failed' }>;

interface Sight {
  readonly transaction: ProviderTransaction;
  readonly evidence: string;
}

/**
 * Carries one sweep as far as it can go now: what to do comes from its stream, the provider and the books, and every step
 * may be repeated.
 */
export class AdvanceSweep {
  constructor(
    private readonly parts: SweepParts,
    private readonly clock: Clock,
    /** How long the books may lag behind the provider before a person is called. */
    private readonly patienceMs: number,
  ) {}

  async advance(providerId: string): Promise<void> {
    for (;;) {
      const sweep = await this.parts.sweeps.load(providerId);
      if (!(await this.step(sweep))) return;
    }
  }

  /** True when the sweep has moved and may go on at once. */
  private async step(sweep: Sweep): Promise<boolean> {
    switch (sweep.status) {
      case 'absent':
        return false;
      case 'detected':
        return this.look(sweep.detected);
      case 'settled':
        if (!sweep.closed) await this.book(sweep);
        return false;
      case 'failed': {
        const { providerId, transactionHash, reportedFee: text, evidence, failedAt: at } = sweep.failure;
        if (sweep.closed) return false;
        if (transactionHash !== undefined) await this.bookFee(sweep, { text, evidence, at });
        await this.execute(providerId, { type: 'CloseSweep', data: { now: this.clock.now() } });
        return false;
      }
      case 'dismissed':
        return false;
    }
  }

  private async look(detected: SweepDetected): Promise<boolean> {
    const { providerId } = detected;
    const pulled = await this.parts.reader.pullTransaction(providerId);
    if (pulled.outcome !== 'found') return false;
    const { transaction } = pulled;
    const evidence = evidenceText(pulled.evidence);
    if (transaction.phase === 'completed') return this.settle(detected, { transaction, evidence });
    if (transaction.phase !== 'failed-not-paid') return false;
    const { txId: transactionHash, fee, status: providerStatus } = transaction;
    const cost = transactionHash === undefined ? {} : { transactionHash, reportedFee: fee };
    const data = { providerId, providerStatus, ...cost, evidence, failedAt: this.clock.now() };
    return this.execute(providerId, { type: 'RecordSweepFailed', data });
  }

  private async settle(detected: SweepDetected, { transaction, evidence }: Sight): Promise<boolean> {
    const { providerId, amount, toWalletId, sourceWalletIds } = detected;
    const seen = pulledSweep(transaction);
    if (!seen || !sameMoney(seen.amount, amount))
      return this.requireReview(detected, 'settled-differs', `${transaction.amount} ${transaction.assetCode}`);
    const sources = await this.sourcesOf(detected);
    const parts = sweptParts(amount, sources);
    if (!parts) {
      const waited = this.clock.now().getTime() - detected.detectedAt.getTime();
      const has = sources.map(({ walletId, available }) => `${walletId} has ${formatAmount(available)}`).join(', ');
      if (waited < this.patienceMs) return false; // A deposit may be booked a moment later.
      return this.requireReview(detected, 'sources-differ-from-books', has || sourceWalletIds.join());
    }
    const { txId: transactionHash, fee: reportedFee } = transaction;
    const proof = { transactionHash, reportedFee, evidence, settledAt: this.clock.now() };
    const data: SweepSettled = { providerId, toWalletId, amount, parts, ...proof };
    return this.execute(providerId, { type: 'RecordSweepSettled', data });
  }

  private async sourcesOf({ sourceWalletIds, amount: { asset } }: SweepDetected) {
    const registered = (await this.parts.wallets.all()).map(({ registration }) => registration);
    const sources = registered.filter(({ walletId }) => sourceWalletIds.includes(walletId));
    return Promise.all(
      sources.map(async ({ walletId, operatorId }) => {
        const { available } = await this.parts.accounts.load({ walletId, asset });
        return { walletId, operatorId, available };
      }),
    );
  }

  private async book(sweep: Extract<EndedSweep, { status: 'settled' }>): Promise<void> {
    const { providerId, reportedFee: text, evidence, settledAt: at } = sweep.settlement;
    const registered = (await this.parts.wallets.all()).map(({ registration }) => registration);
    const ownerOf = new Map(registered.map(({ walletId, operatorId }) => [walletId, operatorId]));
    for (const { key, command } of bookingsOf(sweep.settlement, this.clock.now())) {
      const operatorId = ownerOf.get(key.walletId);
      if (operatorId === undefined) throw new SweepDefect(providerId, `${key.walletId} is not registered`);
      const booked = await this.parts.accounts.execute(key, command, { id: providerId, operatorId });
      if (booked.outcome === 'rejected') throw new SweepDefect(providerId, booked.rejection.code);
    }
    await this.bookFee(sweep, { text, evidence, at });
    await this.execute(providerId, { type: 'CloseSweep', data: { now: this.clock.now() } });
  }

  private async bookFee(
    sweep: EndedSweep,
    report: { readonly text: string | undefined; readonly evidence: string; readonly at: Date },
  ): Promise<void> {
    const { providerId, amount } = sweep.detected;
    const { chain } = amount.asset;
    if (isFree(report.text, chain)) return;
    const payer = feePayerOf(sweep, await this.parts.wallets.all());
    if (payer === 'nobody') return;
    if (!payer) {
      await this.requireReview(sweep.detected, 'gas-station-unknown', `fee ${report.text ?? 'not told'}`);
      return;
    }
    const subject = { providerId, kind: 'sweep', movementId: providerId, ...payer } as const;
    await this.parts.fees.record(subject, { chain, ...report });
  }

  private async requireReview(
    { providerId }: Pick<SweepDetected, 'providerId'>,
    reason: SweepReviewReason,
    detail: string,
  ): Promise<false> {
    await this.execute(providerId, { type: 'RequireSweepReview', data: { reason, detail, now: this.clock.now() } });
    return false;
  }

  private async execute(providerId: string, command: SweepCommand): Promise<true> {
    const executed = await this.parts.sweeps.execute(providerId, command);
    if (executed.outcome === 'rejected') throw new SweepDefect(providerId, executed.rejection.code);
    return true;
  }
}

/** Streams disagree about a sweep: a broken invariant, never a normal day. */
class SweepDefect extends Error {
  override readonly name = 'SweepDefect';

  constructor(providerId: string, code: string) {
    super(`A step of the sweep ${providerId} is refused: ${code}`);
  }
}
