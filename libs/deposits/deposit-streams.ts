import type { AggregateStore, Executed } from '../event-streams/aggregate-store.js';
import { onBehalfOf } from '../event-streams/event-streams.js';
import type { Chain } from '../money/asset.js';
import { depositCodec, depositStream } from './deposit.codec.js';
import type { DepositEvent } from './deposit.events.js';
import { isDetected, type Deposit } from './deposit.state.js';
import { depositDecider } from './deposit.js';
import type { DepositCommand, DepositRejection } from './deposit.commands.js';
import { orderCodec, orderStream } from './order.codec.js';
import type { OrderCommand, OrderRejection } from './order.commands.js';
import type { OrderEvent } from './order.events.js';
import { isOpened, type Order } from './order.state.js';
import { orderDecider } from './order.js';
import {
  purchaseAddressCodec,
  purchaseAddressDecider,
  purchaseAddressStream,
  type PurchaseAddressAllocated,
} from './purchase-address.js';

/** The streams of deposits and orders. */
export class DepositStreams {
  constructor(
    private readonly store: AggregateStore,
    private readonly actor: string,
  ) {}

  async loadDeposit(depositId: string): Promise<Deposit> {
    const { state } = await this.store.load(depositStream(depositId), depositDecider, depositCodec);
    return state;
  }

  async loadOrder(orderId: string): Promise<Order> {
    const { state } = await this.store.load(orderStream(orderId), orderDecider, orderCodec);
    return state;
  }

  /** The orders that are, or were, to be paid at this address. */
  async ordersAt(chain: Chain, address: string): Promise<readonly string[]> {
    const streamName = purchaseAddressStream(chain, address);
    return (await this.store.load(streamName, purchaseAddressDecider, purchaseAddressCodec)).state;
  }

  async allocateAddress(data: PurchaseAddressAllocated, operatorId: string): Promise<void> {
    const { chain, address, orderId } = data;
    await this.store.execute({
      streamName: purchaseAddressStream(chain, address),
      decider: purchaseAddressDecider,
      codec: purchaseAddressCodec,
      command: { type: 'AllocateAddress', data },
      metadata: { correlationId: orderId, causationId: orderId, actor: this.actor, ...onBehalfOf(operatorId) },
    });
  }

  onDeposit(depositId: string, command: DepositCommand): Promise<Executed<Deposit, DepositEvent, DepositRejection>> {
    return this.store.execute({
      streamName: depositStream(depositId),
      decider: depositDecider,
      codec: depositCodec,
      command,
      metadata: { correlationId: depositId, causationId: depositId, actor: this.actor },
      operatorOf: (deposit) => (isDetected(deposit) ? deposit.detected.operatorId : undefined),
    });
  }

  onOrder(orderId: string, command: OrderCommand): Promise<Executed<Order, OrderEvent, OrderRejection>> {
    return this.store.execute({
      streamName: orderStream(orderId),
      decider: orderDecider,
      codec: orderCodec,
      command,
      metadata: { correlationId: orderId, causationId: orderId, actor: this.actor },
      operatorOf: (order) => (isOpened(order) ? order.opened.operatorId : undefined),
    });
  }
}
