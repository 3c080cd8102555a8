import type { Clock } from '../platform/clock.js';
import { outcomeOf, type HintOutcome } from './deposit-hints.js';
import type { DepositStreams } from './deposit-streams.js';
import { depositIdOf } from './incoming-id.js';
import type { Owners } from './owners.js';
import type { SettleDeposit } from './settle-deposit.reactor.js';
import type { RawIncoming, Sighted, UnreadableRow } from './terminal-source.js';

/** Records what was pulled of a transaction, and brings its money to where it belongs (INV-I3). */
export class RefreshDeposit {
  constructor(
    private readonly streams: DepositStreams,
    private readonly owners: Owners,
    private readonly settle: Pick<SettleDeposit, 'settle'>,
    private readonly clock: Clock,
  ) {}

  async record({ sighting: raw, evidence, askedAt }: Sighted<RawIncoming>): Promise<HintOutcome> {
    const { customerIdentifier, ...seen } = raw;
    const customerKey = customerIdentifier === undefined ? undefined : this.owners.customers.of(customerIdentifier);
    const depositId = depositIdOf(seen.providerId);
    const { widgets, networks } = this.owners;
    const owner = await widgets.find(seen.widgetId);
    const sighting = { ...seen, customerKey };
    const data = { depositId, sighting, owner, networks, evidence, askedAt, now: this.clock.now() };
    const recorded = await this.streams.onDeposit(depositId, { type: 'RecordIncoming', data });
    const facts = recorded.outcome === 'accepted' ? recorded.events : [];
    return outcomeOf([...facts, ...(await this.settle.settle(recorded.state, evidence))]);
  }

  /** It is told in another shape than is known: visible, and booked once it can be read. */
  async recordUnreadable(providerId: string, { error: _, fields, ...row }: UnreadableRow): Promise<HintOutcome> {
    const depositId = depositIdOf(providerId);
    const data = { ...row, id: depositId, providerId, fields, now: this.clock.now() };
    const recorded = await this.streams.onDeposit(depositId, { type: 'RecordUnreadable', data });
    return outcomeOf(recorded.outcome === 'accepted' ? recorded.events : []);
  }

  /** Whether there is a record of it, or of that it could not be read. */
  async isKnown(providerId: string): Promise<boolean> {
    const { status } = await this.streams.loadDeposit(depositIdOf(providerId));
    return status !== 'absent';
  }
}
