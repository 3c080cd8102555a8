import { parseAmount } from '../money/amount-text.js';
import type { Asset } from '../money/asset.js';
import type { Clock } from '../platform/clock.js';
import type { SweepBooks } from './record-sweep.reactor.js';
import type { SweepCommand, SweepVerdict } from './sweep.commands.js';
import type { SweepPayer, SweptPart } from './sweep.events.js';

/** What people say about a sweep under review; amounts as decimals of the swept asset. */
export type SweepAnswer = Omit<SweepVerdict, 'now'> &
  (
    | {
        readonly outcome: 'booked';
        readonly parts: readonly { readonly walletId: string; readonly amount: string }[];
        readonly transactionHash?: string | undefined;
      }
    | { readonly outcome: 'dismissed' }
  );

/** Which wallet of ours paid the fee; none when that is what people say. */
export interface SweepFeeAnswer extends Omit<SweepVerdict, 'now'> {
  readonly fromWalletId?: string | undefined;
}

export type ResolvedSweep =
  | { readonly outcome: 'resolved'; readonly isNews: boolean }
  | { readonly outcome: 'refused'; readonly reason: string };

type Refusal = Extract<ResolvedSweep, { outcome: 'refused' }>;

/** How people end the review of a sweep. The worker books what follows from it. Safe to repeat. */
export class ResolveSweep {
  constructor(
    private readonly books: SweepBooks,
    private readonly clock: Clock,
  ) {}

  /** @throws StoreUnavailable: recorded or not; the same again finds out. */
  async resolve(providerId: string, answer: SweepAnswer): Promise<ResolvedSweep> {
    const now = this.clock.now();
    if (answer.outcome === 'dismissed')
      return this.execute(providerId, { type: 'ResolveSweep', data: { ...answer, now } });
    const sweep = await this.books.sweeps.load(providerId);
    if (sweep.status === 'absent') return refused('no sweep is known under this id');
    const parts: SweptPart[] = [];
    for (const { walletId, amount } of answer.parts) {
      const part = await this.partOf(walletId, amount, sweep.detected.amount.asset);
      if ('outcome' in part) return part;
      parts.push(part);
    }
    return this.execute(providerId, { type: 'ResolveSweep', data: { ...answer, parts, now } });
  }

  /** @throws as `resolve` does. */
  async resolveFee(providerId: string, { fromWalletId, ...verdict }: SweepFeeAnswer): Promise<ResolvedSweep> {
    const payer = fromWalletId === undefined ? undefined : await this.ownerOf(fromWalletId);
    if (fromWalletId !== undefined && !payer) return refused(`${fromWalletId} is no wallet of ours`);
    return this.execute(providerId, { type: 'ResolveSweepFee', data: { ...verdict, payer, now: this.clock.now() } });
  }

  private async partOf(walletId: string, text: string, asset: Asset): Promise<SweptPart | Refusal> {
    const owner = await this.ownerOf(walletId);
    if (!owner) return refused(`${walletId} is no wallet of ours`);
    const amount = parseAmount(text, asset);
    return amount.ok ? { ...owner, amount: amount.money } : refused(`${text} is no amount of ${asset.token}`);
  }

  private async ownerOf(walletId: string): Promise<SweepPayer | undefined> {
    const wallets = await this.books.wallets.all();
    const found = wallets.find(({ registration }) => registration.walletId === walletId);
    return found && { walletId, operatorId: found.registration.operatorId };
  }

  private async execute(providerId: string, command: SweepCommand): Promise<ResolvedSweep> {
    const executed = await this.books.sweeps.execute(providerId, command);
    if (executed.outcome === 'rejected') return refused(executed.rejection.code);
    return { outcome: 'resolved', isNews: executed.events.length > 0 };
  }
}

function refused(reason: string): Refusal {
  return { outcome: 'refused', reason };
}
