import { evidenceText } from '../inabit/evidence-text.js';
import type { InabitReader, ProviderTransaction } from '../inabit/inabit-reader.js';
import type { Chain } from '../money/asset.js';
import type { Money } from '../money/money.js';
import type { PayoutStreams } from '../payouts/payout-streams.js';
import type { SwapStreams } from '../swaps/swap-streams.js';
import { feePayerOf } from '../sweeps/gas-station.js';
import type { SweepStreams } from '../sweeps/sweep-streams.js';
import type { RegisteredWallets } from '../wallets/registered-wallet-streams.js';
import type { FeeKind, FeeSubject } from './network-fee.events.js';
import type { NetworkFees } from './network-fees.reactor.js';

/** A movement that has ended, and the provider's transaction that it was. */
export interface EndedMovement {
  readonly kind: FeeKind;
  readonly movementId: string;
  readonly providerId: string;
}

export interface MovementStreams {
  readonly payouts: PayoutStreams;
  readonly swaps: SwapStreams;
  readonly sweeps: SweepStreams;
  readonly wallets: RegisteredWallets;
}

interface Payer extends Pick<FeeSubject, 'walletId' | 'operatorId'> {
  readonly chain: Chain;
  readonly bookedElsewhere?: Money | undefined;
}

/** Pulls a transaction once more after its end: fees arrive late, and are corrected (INV-L7). */
export class LookAtFee {
  constructor(
    private readonly reader: InabitReader,
    private readonly fees: NetworkFees,
    private readonly streams: MovementStreams,
  ) {}

  /** Nothing is learned about what has not ended in the log. `unanswered`: the provider did not tell. */
  async look({ kind, movementId, providerId }: EndedMovement): Promise<'looked' | 'unanswered'> {
    const payer = await this.payerOf(kind, movementId);
    if (!payer) return 'looked';
    const pulled = await this.reader.pullTransaction(providerId);
    if (pulled.outcome === 'unavailable') return 'unanswered';
    if (pulled.outcome !== 'found' || !hasCost(pulled.transaction)) return 'looked';
    const { walletId, operatorId, chain, bookedElsewhere } = payer;
    const subject = { providerId, kind, movementId, walletId, operatorId };
    const { fee: text } = pulled.transaction;
    const evidence = evidenceText(pulled.evidence);
    await this.fees.record(subject, { chain, text, bookedElsewhere, evidence, at: pulled.evidence.at });
    return 'looked';
  }

  private async payerOf(kind: FeeKind, movementId: string): Promise<Payer | undefined> {
    switch (kind) {
      case 'payout':
        return this.payoutPayer(movementId);
      case 'swap':
        return this.swapPayer(movementId);
      case 'sweep':
        return this.sweepPayer(movementId);
    }
  }

  private async payoutPayer(payoutId: string): Promise<Payer | undefined> {
    const payout = await this.streams.payouts.load(payoutId);
    if (payout.status !== 'settled' && payout.status !== 'released') return undefined;
    const { walletId, operatorId, amount } = payout.request;
    return { walletId, operatorId, chain: amount.asset.chain };
  }

  /** The fee that a swap settled with is booked beside its output. */
  private async swapPayer(swapId: string): Promise<Payer | undefined> {
    const swap = await this.streams.swaps.load(swapId);
    if (swap.status !== 'settled' && swap.status !== 'released') return undefined;
    const { walletId, operatorId, amount } = swap.request;
    const bookedElsewhere = swap.status === 'settled' ? swap.settlement.fee : undefined;
    return { walletId, operatorId, chain: amount.asset.chain, bookedElsewhere };
  }

  private async sweepPayer(providerId: string): Promise<Payer | undefined> {
    const sweep = await this.streams.sweeps.load(providerId);
    if (sweep.status !== 'settled' && sweep.status !== 'failed') return undefined;
    const payer = feePayerOf(sweep, await this.streams.wallets.all());
    if (!payer || payer === 'nobody') return undefined;
    return { ...payer, chain: sweep.detected.amount.asset.chain };
  }
}

/** What failed before it reached the chain has cost nothing, whatever was planned. */
function hasCost({ phase, txId }: ProviderTransaction): boolean {
  return phase === 'completed' || (phase === 'failed-not-paid' && txId !== undefined);
}
