import type { Networks } from '../chains/networks.js';
import type { Accounts } from '../ledger/accounts.js';
import { formatAmount } from '../money/amount-text.js';
import type { Clock } from '../platform/clock.js';
import type { CustomerKeys } from './customer-key.js';
import type { DepositEvent, DepositReviewReason } from './deposit.events.js';
import type { HintOutcome } from './deposit-hints.js';
import { isDetected, moneyFor, type Deposit, type DetectedDeposit } from './deposit.state.js';
import type { DepositStreams } from './deposit-streams.js';
import { isWindowClosed } from './order-money.js';
import { isOpened } from './order.state.js';
import { depositIdOf } from './incoming-id.js';
import { stepsTo } from './incoming-steps.js';
import { takeSteps } from './take-steps.reactor.js';
import type { RawIncoming, Sighted } from './terminal-source.js';
import type { WidgetDirectory } from './widget-directory.js';

/** Others may change the deposit meanwhile; more often than this is a defect. */
const rounds_max = 10;

export interface Owners {
  readonly widgets: WidgetDirectory;
  readonly customers: CustomerKeys;
  /** What comes on others is quarantined (IN-28). */
  readonly networks: Networks;
}

/** Records what was pulled of a transaction, and brings its money to where it belongs (INV-I3). */
export class RefreshDeposit {
  constructor(
    private readonly streams: DepositStreams,
    private readonly owners: Owners,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  async record({ sighting: raw, evidence }: Sighted<RawIncoming>): Promise<HintOutcome> {
    const { customerIdentifier, ...seen } = raw;
    const customerKey = customerIdentifier === undefined ? undefined : this.owners.customers.of(customerIdentifier);
    const depositId = depositIdOf(seen.providerId);
    const { widgets, networks } = this.owners;
    const owner = await widgets.find(seen.widgetId);
    const sighting = { ...seen, customerKey };
    const data = { depositId, sighting, owner, networks, evidence, now: this.clock.now() };
    const recorded = await this.streams.onDeposit(depositId, { type: 'RecordIncoming', data });
    const facts = recorded.outcome === 'accepted' ? recorded.events : [];
    return outcomeOf([...facts, ...(await this.settle(recorded.state, evidence))]);
  }

  /** Whether there is a record of it, or of that it could not be read. */
  async isKnown(providerId: string): Promise<boolean> {
    const { status } = await this.streams.loadDeposit(depositIdOf(providerId));
    return status !== 'absent';
  }

  /** Until the money is where the newest state of the deposit wants it, whoever else moves it meanwhile. */
  private async settle(known: Deposit, evidence: string): Promise<readonly DepositEvent[]> {
    const facts: DepositEvent[] = [];
    let deposit = known;
    for (let round = 0; round < rounds_max; round++) {
      if (!isDetected(deposit)) return facts;
      const orderId = await this.lateFor(deposit);
      if (orderId !== undefined) {
        facts.push(...(await this.review(deposit, ['late-payment', orderId], evidence)));
        deposit = { ...deposit, lateFor: orderId };
      }
      const money = moneyFor(deposit);
      const problem = await this.bring(deposit, evidence);
      if (problem) facts.push(...(await this.review(deposit, problem, evidence)));
      if (problem?.[0] === 'account-disagrees') return facts;
      const data = { money, now: this.clock.now() };
      const moved = await this.streams.onDeposit(deposit.detected.depositId, { type: 'RecordDepositMoney', data });
      if (moved.outcome === 'accepted') facts.push(...moved.events);
      deposit = moved.state;
      if (isDetected(deposit) && moneyFor(deposit) === money) return facts;
    }
    throw new Error('The deposit does not come to rest');
  }

  /**
   * The order that it was to pay and that takes no money any more. Not one that has this very payment already: the order says
   * where that belongs. What was credited before the window closed stays credited.
   */
  private async lateFor({ detected, status, money, lateFor }: DetectedDeposit): Promise<string | undefined> {
    if (lateFor !== undefined || money === 'credited' || status === 'Failed') return undefined;
    const { amount, address, incomingId } = detected;
    for (const orderId of await this.streams.closedWindowsAt(amount.asset.chain, address)) {
      const order = await this.streams.loadOrder(orderId);
      if (!isOpened(order)) continue;
      const isKnownThere = order.payments.some(({ seen }) => seen.incomingId === incomingId);
      if (isWindowClosed(order) && !isKnownThere) return orderId;
    }
    return undefined;
  }

  private async bring(
    deposit: DetectedDeposit,
    evidence: string,
  ): Promise<readonly [DepositReviewReason, string] | undefined> {
    const { detected, status, money } = deposit;
    const { depositId: cause, operatorId, walletId, amount } = detected;
    const wasCredited = money === 'credited' || status === 'PendingFork';
    const steps = stepsTo(moneyFor(deposit), { ...detected, cause, wasCredited }, { evidence, now: this.clock.now() });
    const key = { walletId, asset: amount.asset };
    const taken = await takeSteps(this.accounts, key, steps, { id: cause, operatorId });
    if (taken.outcome === 'refused') return ['account-disagrees', taken.code];
    return taken.shortfall && ['spent-before-fork', formatAmount(taken.shortfall)];
  }

  private async review(
    { detected }: DetectedDeposit,
    [reason, detail]: readonly [DepositReviewReason, string],
    evidence: string,
  ): Promise<readonly DepositEvent[]> {
    const data = { reason, detail, evidence, now: this.clock.now() };
    const required = await this.streams.onDeposit(detected.depositId, { type: 'RequireDepositReview', data });
    return required.outcome === 'accepted' ? required.events : [];
  }
}

export function outcomeOf(facts: readonly { readonly type: string }[]): HintOutcome {
  if (facts.some(({ type }) => type.endsWith('ReviewRequired') || type.endsWith('Quarantined'))) return 'review';
  return facts.length > 0 ? 'applied' : 'unchanged';
}
