import { NetworkFees } from '../fees/network-fees.reactor.js';
import { PlatformFees } from '../fees/platform-fees.reactor.js';
import { isFree } from '../fees/reported-fee.js';
import type { AggregateStore } from '../event-streams/aggregate-store.js';
import type { Accounts } from '../ledger/accounts.js';
import type { Clock } from '../platform/clock.js';
import type { PayoutRequest } from './payout.events.js';
import type { FailedOnChain, SettledPayout } from './payout.state.js';

/** What the provider said that a transaction cost. */
interface Cost extends Pick<FailedOnChain, 'providerId' | 'reportedFee' | 'evidence'> {
  readonly at: Date;
}

/** Books what a payout has cost: on its chain, and what the platform takes of it. May be repeated without harm. */
export class PayoutFees {
  private readonly network: NetworkFees;
  private readonly platform: PlatformFees;

  constructor(store: AggregateStore, accounts: Accounts, clock: Clock) {
    this.network = new NetworkFees(store, accounts, clock);
    this.platform = new PlatformFees(store, accounts, clock);
  }

  /** Of a transfer between wallets of ours the platform takes nothing. */
  async ofSettled({ request, settledAt, ...transaction }: SettledPayout): Promise<void> {
    await this.onChain(request, { ...transaction, at: settledAt });
    const { payoutId, operatorId, amount: volume, purpose } = request;
    const { evidence } = transaction;
    if (purpose.kind === 'payout')
      await this.platform.chargeShare({ operatorId, payoutId, volume, settledAt, evidence });
  }

  async ofFailed(request: PayoutRequest, failed: FailedOnChain): Promise<void> {
    await this.onChain(request, { ...failed, at: failed.failedAt });
  }

  private async onChain({ payoutId, walletId, operatorId, amount }: PayoutRequest, cost: Cost): Promise<void> {
    const { providerId, reportedFee: text, evidence, at } = cost;
    const { chain } = amount.asset;
    if (isFree(text, chain)) return;
    const subject = { providerId, kind: 'payout', movementId: payoutId, walletId, operatorId } as const;
    await this.network.record(subject, { chain, text, evidence, at });
  }
}
