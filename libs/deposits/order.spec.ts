import { describe, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import { now, orderFacts } from './deposit.fixtures.js';
import type { OrderEvent } from './order.events.js';
import { orderDecider } from './order.js';
import type { OrderCommand } from './order.commands.js';

const { given } = givenWhenThen(orderDecider);
const { OrderOpened, OrderAllocated, OrderPaymentSeen, OrderMoneyMoved } = orderFacts;
const { OrderQuarantined, OrderReviewRequired, OrderReviewClosed } = orderFacts;
const { incomingId } = OrderMoneyMoved.data;
const { by, note } = OrderReviewClosed.data;
const closeReview: OrderCommand = { type: 'CloseOrderReview', data: { by, note, now } };

describe('an order that is not there, or not to be read', () => {
  const { reason, detail, evidence } = OrderReviewRequired.data;
  it.each<OrderCommand>([
    { type: 'RecordOrderMoney', data: { incomingId, money: 'credited', now } },
    { type: 'DecideExcess', data: { evidence: 'pull', now } },
    { type: 'CloseOrder', data: { now } },
    { type: 'RequireOrderReview', data: { reason, detail, evidence, now } },
    closeReview,
  ])('has nothing to $type', (command) => {
    given().when(command).thenRejects('order-not-found');
    given(OrderQuarantined).when(command).thenRejects('order-not-found');
  });
});

describe('the money of a payment', () => {
  const credited: OrderCommand = { type: 'RecordOrderMoney', data: { incomingId, money: 'credited', now } };

  it('is recorded once, and only of a payment that was seen', () => {
    given(OrderOpened, OrderAllocated, OrderPaymentSeen).when(credited).thenFacts(OrderMoneyMoved);
    given(OrderOpened, OrderAllocated, OrderPaymentSeen, OrderMoneyMoved).when(credited).thenNothing();
    given(OrderOpened, OrderAllocated).when(credited).thenNothing();
  });

  it('keeps an order open for as long as the order has not ended', () =>
    given(OrderOpened, OrderAllocated, OrderPaymentSeen, OrderMoneyMoved)
      .when({ type: 'CloseOrder', data: { now } })
      .thenNothing());
});

const refund: OrderEvent = {
  type: 'OrderReviewRequired',
  data: { ...OrderReviewRequired.data, reason: 'overcharge-to-refund', detail: '' },
};

describe('PO-16 the review of an order', () => {
  it('is closed by a person, once', () => {
    given(OrderOpened, OrderReviewRequired).when(closeReview).thenFacts(OrderReviewClosed);
    given(OrderOpened, OrderReviewRequired, OrderReviewClosed).when(closeReview).thenNothing();
    given(OrderOpened).when(closeReview).thenNothing();
  });

  it('is closed by its reason where several are open, and the one behind it is asked for again', () => {
    const both = [OrderOpened, refund, OrderReviewRequired];
    given(...both)
      .when(closeReview)
      .thenRejects('several-reviews');
    const closing: OrderCommand = { type: 'CloseOrderReview', data: { reason: 'late-payment', by, note, now } };
    given(...both)
      .when(closing)
      .thenFacts(OrderReviewClosed, refund);
  });

  it('DW-10 of an excess stays open when other money of the order is out of the books', () => {
    const { OrderExcessSetAside, OrderSuspenseResolved } = orderFacts;
    const suspended: OrderEvent = { ...OrderMoneyMoved, data: { ...OrderMoneyMoved.data, money: 'suspended' } };
    const { incomingIds: _, withExcess: __, orderId: ___, resolvedAt: ____, ...verdict } = OrderSuspenseResolved.data;
    const outside = { ...verdict, to: 'outside' } as const;
    given(OrderOpened, OrderAllocated, OrderPaymentSeen, suspended, OrderExcessSetAside, refund, OrderReviewRequired)
      .when({ type: 'ResolveOrderSuspense', data: { ...outside, now } })
      .thenFacts(
        { type: 'OrderSuspenseResolved', data: { ...OrderSuspenseResolved.data, ...outside } },
        {
          type: 'OrderReviewClosed',
          data: { ...OrderReviewClosed.data, by: verdict.resolvedBy, note: verdict.reason },
        },
        refund,
      );
  });
});
