import type { Clock } from '../platform/clock.js';
import { outcomeOf, type HintOutcome } from './deposit-hints.js';
import type { DepositStreams } from './deposit-streams.js';
import { orderIdOf } from './incoming-id.js';
import { isOpened, type Order } from './order.state.js';
import type { Owners } from './owners.js';
import type { SettleOrder } from './settle-order.reactor.js';
import type { RawPurchase, Sighted, UnreadableRow } from './terminal-source.js';

/** Records what was pulled of a purchase, and brings its money to where it belongs (INV-I3). */
export class RefreshOrder {
  constructor(
    private readonly streams: DepositStreams,
    private readonly owners: Owners,
    private readonly settle: Pick<SettleOrder, 'settle'>,
    private readonly clock: Clock,
  ) {}

  async record({ sighting: raw, evidence }: Sighted<RawPurchase>): Promise<HintOutcome> {
    const { purchaseIdentifier, ...seen } = raw;
    const purchaseKey = purchaseIdentifier === undefined ? undefined : this.owners.customers.of(purchaseIdentifier);
    const orderId = orderIdOf(seen.providerId);
    const { widgets, networks } = this.owners;
    const owner = await widgets.find(seen.widgetId);
    const data = { orderId, sighting: { ...seen, purchaseKey }, owner, networks, evidence, now: this.clock.now() };
    const { state, ...recorded } = await this.streams.onOrder(orderId, { type: 'RecordPurchase', data });
    await this.rememberAddress(state);
    const facts = recorded.outcome === 'accepted' ? recorded.events : [];
    return outcomeOf([...facts, ...(await this.settle.settle(state, evidence))]);
  }

  /** It is told in another shape than is known: visible, and booked once it can be read. */
  async recordUnreadable(providerId: string, { error: _, fields, ...row }: UnreadableRow): Promise<HintOutcome> {
    const orderId = orderIdOf(providerId);
    const data = { ...row, id: orderId, providerId, fields, now: this.clock.now() };
    const recorded = await this.streams.onOrder(orderId, { type: 'RecordUnreadable', data });
    return outcomeOf(recorded.outcome === 'accepted' ? recorded.events : []);
  }

  /** Whether there is a record of it, or of that it could not be read. */
  async isKnown(providerId: string): Promise<boolean> {
    const { status } = await this.streams.loadOrder(orderIdOf(providerId));
    return status !== 'absent';
  }

  /** Each time that it is looked at before it is closed, so that a crash leaves no address unknown. */
  private async rememberAddress(order: Order): Promise<void> {
    if (!isOpened(order) || !order.allocated || order.isClosed) return;
    const { orderId, planned, address } = order.allocated;
    const allocated = { chain: planned.asset.chain, address, orderId, allocatedAt: this.clock.now() };
    await this.streams.allocateAddress(allocated, order.opened.operatorId);
  }
}
