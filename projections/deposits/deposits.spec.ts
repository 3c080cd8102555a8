import { describe, expect, it } from '@jest/globals';
import { depositFacts, orderFacts } from '#libs/deposits/deposit.fixtures.js';
import type { EventMeta } from '#libs/read-store/projection.definition.js';
import { deposits } from './deposits.projection.js';

const recordedAt = new Date('2026-03-01T10:00:01.000Z');
const meta: EventMeta = {
  streamName: 'deposit-dep_1',
  revision: 0n,
  position: { commit: 1n, prepare: 1n },
  recordedAt,
  eventId: 'id',
  metadata: { correlationId: 'dep_1', causationId: 'dep_1', actor: 'worker' },
};

/** The row that the facts leave behind, in the order in which they come. */
function rowAfter(...facts: readonly { readonly type: string; readonly data: object }[]) {
  const changes = facts.flatMap((fact) => deposits.changesOf(fact, meta));
  return changes.reduce((row, change) => ({ ...row, ...('values' in change ? change.values : {}) }), {});
}

const { DepositQuarantined, DepositDetected, DepositStatusChanged, DepositMoneyMoved } = depositFacts;

describe('DW-02 a deposit is shown at once, as locked until it is confirmed', () => {
  it('with what is known of it', () =>
    expect(rowAfter(DepositDetected)).toMatchObject({
      status: 'Confirming',
      asset: 'USDT@tron/6',
      amount_minor: 20_000_000n,
      open: true,
      reported_value: { baseCurrency: 'USD', baseCurrencyAmount: '19.994996' },
    }));

  it('and is open until its money is where its status wants it', () => {
    const completed = [DepositDetected, DepositStatusChanged];
    expect(rowAfter(...completed)).toMatchObject({ status: 'Completed', open: true });
    expect(rowAfter(...completed, DepositMoneyMoved)).toMatchObject({ money: 'credited', open: false });
    const swept = { ...DepositStatusChanged, data: { ...DepositStatusChanged.data, status: 'Swept' } };
    expect(rowAfter(...completed, DepositMoneyMoved, swept)).toMatchObject({ status: 'Swept', open: false });
    const forked = { ...DepositStatusChanged, data: { ...DepositStatusChanged.data, status: 'PendingFork' } };
    expect(rowAfter(...completed, DepositMoneyMoved, forked)).toMatchObject({ status: 'PendingFork', open: true });
  });

  it('PO-16 is under review while it is in quarantine, and no longer when it could be read', () => {
    expect(rowAfter(DepositQuarantined)).toMatchObject({ review_reason: 'unknown-widget', open: true });
    expect(rowAfter(DepositQuarantined, DepositDetected)).toMatchObject({ review_reason: null, operator_id: 'op_1' });
  });
});

describe('an order', () => {
  const { OrderOpened, OrderAllocated, OrderPaymentSeen, OrderExcessSetAside, OrderClosed, OrderReviewRequired } =
    orderFacts;

  it('shows plan, payments and excess, and is open until it is closed', () => {
    const paid = [OrderOpened, OrderAllocated, OrderPaymentSeen, OrderExcessSetAside];
    expect(rowAfter(...paid)).toMatchObject({
      planned_minor: 100_000_000n,
      received_minor: 100_000_000n,
      excess_minor: 10_000_000n,
      open: true,
    });
    expect(rowAfter(...paid, OrderClosed)).toMatchObject({ open: false });
    expect(rowAfter(...paid, OrderClosed, orderFacts.OrderLateStatusSeen)).toMatchObject({ open: true });
  });

  it('PO-16 says why a person is called', () =>
    expect(rowAfter(OrderOpened, OrderReviewRequired)).toMatchObject({ review_reason: 'late-payment' }));

  it('DW-30 has received less when payments are counted no longer, and is open', () =>
    expect(
      rowAfter(OrderOpened, OrderAllocated, OrderPaymentSeen, OrderClosed, orderFacts.OrderPaymentsDropped),
    ).toMatchObject({ received_minor: 0n, open: true }));
});
