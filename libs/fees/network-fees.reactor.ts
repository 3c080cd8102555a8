import type { AggregateStore } from '../event-streams/aggregate-store.js';
import type { Account } from '../ledger/account.state.js';
import type { Accounts } from '../ledger/accounts.js';
import type { Chain } from '../money/asset.js';
import type { Money } from '../money/money.js';
import type { Clock } from '../platform/clock.js';
import { networkFeeCodec, networkFeeStream } from './network-fee.codec.js';
import type { FeeSubject } from './network-fee.events.js';
import { bookingOf, networkFeeDecider, type NetworkFee } from './network-fee.js';
import { readFee } from './reported-fee.js';

/** What the provider said about the fee of a transaction that is on its chain. */
export interface FeeReport {
  readonly chain: Chain;
  /** As it was pulled: a decimal in the chain's native coin; undefined when the provider did not say. */
  readonly text: string | undefined;
  readonly bookedElsewhere?: Money | undefined;
  readonly evidence: string;
  readonly at: Date;
}

/** Records what a transaction cost, and books it. May be repeated: what was booked before is not booked again (INV-L7). */
export class NetworkFees {
  constructor(
    private readonly store: AggregateStore,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  /** @throws StoreUnavailable: booked or not; the same again finds out. */
  async record(
    subject: FeeSubject,
    { chain, text, bookedElsewhere, evidence, at: observedAt }: FeeReport,
  ): Promise<void> {
    const { providerId, movementId, operatorId } = subject;
    const { state } = await this.store.execute({
      streamName: networkFeeStream(providerId),
      decider: networkFeeDecider,
      codec: networkFeeCodec,
      command: {
        type: 'RecordFee',
        data: { subject, reported: readFee(text, chain), bookedElsewhere, evidence, observedAt },
      },
      metadata: { correlationId: movementId, causationId: movementId, actor: 'worker', onBehalfOf: operatorId },
    });
    if (state.changes.length > 0) await this.book(state.changes);
  }

  /** Whatever is not booked yet: a crash may have come between an earlier record and its booking. */
  private async book(changes: NetworkFee['changes']): Promise<void> {
    const known = new Map<string, Account>();
    for (const change of changes) {
      const { walletId, fee, movementId: id, operatorId, providerId } = change;
      const command = bookingOf(change, this.clock.now());
      if (!command) continue;
      const key = { walletId, asset: fee.asset };
      // Nearly always one account: another only where a sweep's gas station changed before its fee did.
      const account = known.get(walletId) ?? (await this.accounts.load(key));
      known.set(walletId, account);
      const { reference } = command.data;
      if (account.debits.has(reference) || account.credits.has(reference)) continue;
      const booked = await this.accounts.execute(key, command, { id, operatorId });
      if (booked.outcome === 'rejected')
        throw new Error(`The fee of ${providerId} is refused: ${booked.rejection.code}`);
    }
  }
}
