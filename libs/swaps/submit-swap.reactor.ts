import { askProvider, outcomeCommand, type Claimant } from '../attempts/ask-provider.reactor.js';
import type { ProviderReachability } from '../attempts/provider-reachability.reactor.js';
import type { CreateOutcome } from '../inabit/create-outcome.js';
import type { InabitPayments } from '../inabit/inabit-payments.js';
import type { IntentStreams } from '../intents/intents.js';
import { formatAmount } from '../money/amount-text.js';
import type { Clock } from '../platform/clock.js';
import type { SwapAttemptStarted, SwapRequest } from './swap.events.js';
import type { SwapStreams } from './swap-streams.js';

export interface SwapProvider {
  readonly payments: InabitPayments;
  readonly intents: IntentStreams;
  readonly reachability: ProviderReachability;
}

/** Claim, act, record: asks the provider for a swap, at most once per claim (failure model §2.3 rules 1 to 3). */
export class SubmitSwap {
  constructor(
    private readonly swaps: SwapStreams,
    private readonly provider: SwapProvider,
    private readonly clock: Clock,
    private readonly claimant: Claimant,
  ) {}

  /**
   * `gateEvidence`: why the gate is held to be healthy; needed wherever an earlier attempt may still land. False when the
   * provider is out of reach: nothing was claimed, try again later.
   */
  async submit(request: SwapRequest, gateEvidence?: string): Promise<boolean> {
    if (!(await this.provider.reachability.isReachable())) return false;
    const claim = await this.claim(request, gateEvidence);
    if (!claim) return true; // Somebody else holds it: look on.
    const outcome = await this.send(request, claim.note);
    this.provider.reachability.saw(outcome);
    await this.swaps.execute(request.swapId, outcomeCommand(outcome, claim.attempt, this.clock.now()));
    return true;
  }

  private async claim(request: SwapRequest, gateEvidence?: string): Promise<SwapAttemptStarted | undefined> {
    const { swapId, providerWalletId, amount, toAsset } = request;
    await this.provider.intents.registerSwap(request, { providerWalletId, amount, toToken: toAsset.token });
    const { environment, name } = this.claimant;
    const data = { environment, claimedBy: name, gateEvidence, now: this.clock.now() };
    const started = await this.swaps.execute(swapId, { type: 'StartAttempt', data });
    if (started.outcome === 'rejected') return undefined;
    return started.events.find((event) => event.type === 'SwapAttemptStarted')?.data;
  }

  private send({ providerWalletId: walletId, amount, toAsset: to }: SwapRequest, note: string): Promise<CreateOutcome> {
    const swap = { walletId, from: amount.asset, to, amount: formatAmount(amount), note };
    return askProvider(() => this.provider.payments.createSwap(swap));
  }
}
