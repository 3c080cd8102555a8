import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DepositStage } from './deposit-stage.fixtures.js';
import { incoming, purchase } from './deposit.fixtures.js';
import { StagedDeposit } from './staged-deposit.fixtures.js';
import { creditedAs, lockedAs, StagedPurchase } from './staged-purchase.fixtures.js';

let stage: DepositStage;

beforeAll(async () => {
  stage = await DepositStage.start();
});

afterAll(() => stage.stop());

const unit = 1_000_000n;
const runs = { numRuns: 30 };
const timeout_ms = 120_000;

/** What the provider goes through: in its own order, up to any point. */
const upToAnyPoint = <Each>(life: fc.Arbitrary<readonly Each[]>) =>
  life.chain((moments) => fc.integer({ min: 1, max: moments.length }).map((length) => moments.slice(0, length)));

const fork = fc.constantFrom([], ['PendingFork', 'Confirming'], ['PendingFork']);
const ending = fc.constantFrom(
  ['Completed'],
  ['Completed', 'Swept'],
  ['Failed'],
  ['Completed', 'PendingFork', 'Completed'],
  ['Completed', 'PendingFork', 'Failed'],
);
const depositLife = upToAnyPoint(
  fc
    .tuple(fc.constantFrom([], ['Pending'], ['Unconfirmed'], ['Pending', 'Unconfirmed']), fork, ending)
    .map(([start, forked, end]) => [...start, 'Confirming', ...forked, ...end]),
);

interface Moment {
  readonly status: string;
  readonly received: bigint;
  readonly transactions: number;
}

const orderLife = upToAnyPoint(
  fc
    .record({
      parts: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 3 }),
      total: fc.constantFrom(100n, 102n, 130n),
      forked: fc.boolean(),
      end: fc.oneof(ending, fc.constant(['UnderchargeExpired'])),
    })
    .map(({ parts, total, forked, end }): readonly Moment[] => {
      const short = parts
        .toSorted((a, b) => a - b)
        .map((part, index) => ({ status: 'Undercharge', received: BigInt(part), transactions: index + 1 }));
      const before = ['Initiated', 'Allocated'].map((status) => ({ status, received: 0n, transactions: 0 }));
      const expired = short.at(-1);
      if (end[0] === 'UnderchargeExpired')
        return expired ? [...before, ...short, { ...expired, status: 'UnderchargeExpired' }] : before;
      const rest = ['Confirming', ...(total > 105n ? ['Overcharge'] : []), ...(forked ? ['PendingFork'] : []), ...end];
      const full = rest.map((status) => ({ status, received: total, transactions: short.length + 1 }));
      return [...before, ...short, ...full];
    }),
);

/** In which order the moments are seen: any of them, any number of times, and the last one at the end. */
const seenIn = <Each>(life: fc.Arbitrary<readonly Each[]>) =>
  life.chain((moments) =>
    fc
      .array(fc.integer({ min: 0, max: moments.length - 1 }), { maxLength: 8 })
      .map((order) => ({ moments, order: [...order, moments.length - 1] })),
  );

/** Where the money has to be in the end, told by nothing but the last moment. */
function oracle({ status, received }: Moment, wallet: (part: 'incoming' | 'available') => string) {
  const books: Record<string, bigint> = {};
  if (received === 0n || status === 'Failed') return books;
  books['external:tron'] = -received * unit;
  if (status === 'Completed' || status === 'Swept') {
    const excess = received > 105n ? received - 100n : 0n;
    books[wallet('available')] = (received - excess) * unit;
    if (excess > 0n) books['suspense:overcharge'] = excess * unit;
  } else if (status === 'UnderchargeExpired') books['suspense:late-payment'] = received * unit;
  else books[wallet('incoming')] = received * unit;
  return books;
}

const part = (name: string) => name;

async function booksOf(walletId: string) {
  const books = Object.entries(await stage.books(walletId));
  return Object.fromEntries(books.map(([account, minor]) => [account.replace(/(overcharge)-ord_\w+/, '$1'), minor]));
}

describe('F5.2 DW-32 DW-34 whatever is seen in whatever order, and the last state of the provider at the end', () => {
  it(
    'the money of a deposit is where that state wants it',
    () =>
      fc.assert(
        fc.asyncProperty(seenIn(depositLife), async ({ moments, order }) => {
          const providerId = randomUUID();
          const widgetId = `wal_${providerId}`;
          const worker = stage.worker();
          for (const index of order) {
            const status = moments[index] ?? '';
            stage.terminal.incoming.set(providerId, incoming(status, { providerId, widgetId }));
            await worker.refresh({ kind: 'incoming-transaction', providerId });
            await stage.books(widgetId); // Sound after each.
          }
          const last = { status: moments.at(-1) ?? '', received: 20n, transactions: 1 };
          expect(await booksOf(widgetId)).toEqual(oracle(last, part));
        }),
        runs,
      ),
    timeout_ms,
  );

  it(
    'and so is the money of an order',
    () =>
      fc.assert(
        fc.asyncProperty(seenIn(orderLife), async ({ moments, order }) => {
          const providerId = randomUUID();
          const widgetId = `wal_${providerId}`;
          const worker = stage.worker();
          for (const index of order) {
            const { status = '', received = 0n, transactions = 0 } = moments[index] ?? {};
            const transactionHashes = Array.from({ length: transactions }, (_, n) => `${providerId}-${n}`);
            const seen = purchase(status, received * unit, { providerId, widgetId, transactionHashes });
            stage.terminal.purchases.set(providerId, seen);
            await worker.refresh({ kind: 'purchase', providerId });
            await stage.books(widgetId);
          }
          const last = moments.at(-1) ?? { status: '', received: 0n, transactions: 0 };
          expect(await booksOf(widgetId)).toEqual(oracle(last, part));
        }),
        runs,
      ),
    timeout_ms,
  );
});

describe('F6.3 a list that was read before a payment, and is recorded after it', () => {
  it('says nothing against the payment; a later look that knows less does', async () => {
    const order = new StagedPurchase(stage);
    const asOf = (second: number) => ({ asOf: new Date(Date.UTC(2026, 2, 1, 10, 0, second)) });
    await order.is('Expired', 0n, asOf(1));
    expect(await order.is('Expired', 100n, asOf(3))).toBe('review');
    expect(await order.is('Expired', 0n, asOf(2))).toBe('unchanged');
    expect(await order.is('Expired', 0n)).toBe('review');
    expect(await order.is('Expired', 0n, asOf(4))).toBe('applied');
    expect(await order.books()).toEqual({});
  });
});

describe('F6.3 a row of a transaction that was read before its last change', () => {
  it('changes nothing when it is recorded after it', async () => {
    const { books, is } = new StagedDeposit(stage);
    await is('Completed');
    await is('PendingFork');
    stage.terminal.askedAt = new Date(stage.clock.now().getTime() - 1);
    for (const status of ['Completed', 'Failed', 'Pondering']) expect(await is(status)).toBe('unchanged');
    expect(await books()).toEqual(lockedAs(100n));
    stage.terminal.askedAt = stage.clock.now();
    expect(await is('Completed')).toBe('applied');
    stage.terminal.askedAt = undefined;
    expect(await books()).toEqual(creditedAs(100n));
  });
});
