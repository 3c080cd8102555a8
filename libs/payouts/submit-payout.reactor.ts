import { askProvider, outcomeCommand, type Claimant } from '../attempts/ask-provider.reactor.js';
import type { ProviderReachability } from '../attempts/provider-reachability.reactor.js';
import type { IntentStreams } from '../intents/intents.js';
import type { CreateOutcome } from '../inabit/create-outcome.js';
import type { InabitPayments } from '../inabit/inabit-payments.js';
import { formatAmount } from '../money/amount-text.js';
import type { Clock } from '../platform/clock.js';
import type { AttemptStarted, PayoutRequest } from './payout.events.js';
import type { PayoutStreams } from './payout-streams.js';

export interface Provider {
  readonly payments: InabitPayments;
  readonly intents: IntentStreams;
  readonly reachability: ProviderReachability;
}

/** Claim, act, record: asks the provider for a payout, at most once per claim (failure model §2.3 rules 1 to 3). */
export class SubmitPayout {
  constructor(
    private readonly payouts: PayoutStreams,
    private readonly provider: Provider,
    private readonly clock: Clock,
    private readonly claimant: Claimant,
  ) {}

  /**
   * `gateEvidence`: why the gate is held to be healthy; needed wherever an earlier attempt may still land. False when the
   * provider is out of reach: nothing was claimed, try again later.
   */
  async submit(request: PayoutRequest, gateEvidence?: string): Promise<boolean> {
    if (!(await this.provider.reachability.isReachable())) return false;
    const claim = await this.claim(request, gateEvidence);
    if (!claim) return true; // Somebody else holds it: look on.
    const outcome = await this.send(request, claim.note);
    this.provider.reachability.saw(outcome);
    await this.payouts.execute(request.payoutId, outcomeCommand(outcome, claim.attempt, this.clock.now()));
    return true;
  }

  private async claim(request: PayoutRequest, gateEvidence?: string): Promise<AttemptStarted | undefined> {
    const { payoutId, providerWalletId, amount, destination } = request;
    await this.provider.intents.register(request, { providerWalletId, amount, destination });
    const { environment, name } = this.claimant;
    const data = { environment, claimedBy: name, gateEvidence, now: this.clock.now() };
    const started = await this.payouts.execute(payoutId, { type: 'StartAttempt', data });
    if (started.outcome === 'rejected') return undefined;
    return started.events.find((event) => event.type === 'PayoutAttemptStarted')?.data;
  }

  private send({ providerWalletId, amount, destination }: PayoutRequest, note: string): Promise<CreateOutcome> {
    const withdrawal = {
      walletId: providerWalletId,
      asset: amount.asset,
      amount: formatAmount(amount),
      address: destination,
      note,
    };
    return askProvider(() => this.provider.payments.createWithdrawal(withdrawal));
  }
}
