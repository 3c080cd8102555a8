import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DepositStage } from '#libs/deposits/deposit-stage.fixtures.js';
import { incoming, purchase } from '#libs/deposits/deposit.fixtures.js';
import { depositIdOf, orderIdOf } from '#libs/deposits/incoming-id.js';
import { runCli } from '../support/run-command.spec-support.js';
import { depositCommand } from './deposit.command.js';

let stage: DepositStage;
const before = { ...process.env };
const depositId = depositIdOf('in-review');
const orderId = orderIdOf('in-review');

beforeAll(async () => {
  stage = await DepositStage.start();
  process.env['EVENTSTORE_URL'] = stage.connectionString;
  const providerId = 'in-review';
  for (const status of ['Confirming', 'Pondering']) {
    stage.terminal.incoming.set(providerId, incoming(status, { providerId }));
    await stage.worker().refresh({ kind: 'incoming-transaction', providerId });
    await tellPurchase(providerId, status, 0n);
  }
  await tellPurchase('unpaid', 'Allocated', 0n);
});
afterAll(async () => {
  process.env = before;
  await stage.stop();
});

async function tellPurchase(providerId: string, status: string, received: bigint): Promise<void> {
  stage.terminal.purchases.set(providerId, purchase(status, received, { providerId }));
  await stage.worker().refresh({ kind: 'purchase', providerId });
}

/** A purchase, and a transaction at its address, that were both paid after its window had closed. */
async function payLate(providerId: string): Promise<void> {
  const worker = stage.worker();
  const whose = { providerId, widgetId: `wal_${providerId}`, address: `T${providerId}` };
  for (const [status, received] of [
    ['Expired', 0n],
    ['Completed', 100_000_000n],
  ] as const) {
    stage.terminal.purchases.set(providerId, purchase(status, received, whose));
    await worker.refresh({ kind: 'purchase', providerId });
  }
  stage.terminal.incoming.set(providerId, incoming('Completed', whose));
  await worker.refresh({ kind: 'incoming-transaction', providerId });
}

/** Of the last command. */
let exitCode: number;

async function close(id: string, ...more: readonly string[]): Promise<string> {
  const why = ['--by', 'ada', '--reason', 'asked the provider'];
  const run = await runCli(depositCommand(), 'close-review', id, ...why, ...more);
  exitCode = run.exitCode;
  return run.text + run.errors;
}

describe('PO-16 ledger deposit close-review', () => {
  it.each([
    ['deposit', depositId],
    ['order', orderId],
  ])('closes the review of a %s, once, in the name of who did', async (noun, id) => {
    expect(await close(id)).toBe(`The review of ${id} is closed\n`);
    expect(await close(id)).toBe(`${id} is not under review\n`);
    const stream = `${noun}-${id}`;
    const closed = (await stage.typesOf(stream)).filter((type) => type.endsWith('ReviewClosed'));
    expect(closed).toHaveLength(1);
    const last = (await stage.dataOf(stream)).at(-1);
    expect(last).toMatchObject({ by: 'user:ada', note: 'asked the provider' });
  });

  it('asks which one where several are open, and says what is left', async () => {
    const id = orderIdOf('doubtful');
    for (const status of ['Completed', 'Pondering']) await tellPurchase('doubtful', status, 40_000_000n);
    expect(await close(id)).toBe('Refused: several-reviews; open are completed-short, unknown-status (--review)\n');
    const left = `The review of ${id} is closed; it is still under review: completed-short\n`;
    expect(await close(id, '--review', 'unknown_status')).toBe(left);
    expect(await close(id, '--review', 'unknown-status')).toBe(
      'Refused: no-such-review; open are completed-short (--review)\n',
    );
    expect(await close(id)).toBe(`The review of ${id} is closed\n`);
  });

  it.each([
    ['dep_0', 'Refused: deposit-not-found\n'],
    ['ord_0', 'Refused: order-not-found\n'],
    ['po_0', 'po_0 is neither a deposit nor an order\n'],
  ])('refuses %s', async (id, message) => {
    expect(await close(id)).toBe(message);
    expect(exitCode).toBe(1);
  });
});

describe('F5.10 PO-16 ledger deposit resolve', () => {
  const resolve = async (id: string, to: string, approvedBy = 'grace', payment?: string) => {
    const why = ['--evidence', 'ticket 7', '--reason', 'asked the payer'];
    const decided = ['--to', to, ...why, '--by', 'ada', '--approved-by', approvedBy];
    if (payment !== undefined) decided.push('--payment', payment);
    const run = await runCli(depositCommand(), 'resolve', id, ...decided);
    exitCode = run.exitCode;
    return run.text + run.errors;
  };

  it('gives suspended money to the operator, or takes it out of the books; once', async () => {
    await payLate('late');
    const [order, deposit] = [orderIdOf('late'), depositIdOf('late')];
    expect(await resolve(order, 'operator', 'ada')).toBe('Refused: two-people-needed\n');
    expect(await resolve(order, 'operator')).toBe(`The money of ${order} is the operator’s\n`);
    expect(await resolve(deposit, 'outside')).toBe(`The money of ${deposit} is out of the books\n`);
    expect(await stage.books('wal_late')).toEqual({ available: 100_000_000n, 'external:tron': -100_000_000n });
    expect(await resolve(order, 'operator')).toBe(`It had been said before: the money of ${order} is the operator’s\n`);
    expect(await resolve(order, 'outside')).toBe('Refused: resolved-otherwise\n');
    expect(exitCode).toBe(1);
    const people = { resolvedBy: 'user:ada', approvedBy: 'user:grace', evidence: 'ticket 7' };
    expect(await stage.dataOf(`order-${order}`)).toContainEqual(expect.objectContaining(people));
  });

  it('takes one payment of an order out of the books, by its transaction', async () => {
    const [id, widgetId] = [orderIdOf('twice'), 'wal_twice'];
    const whose = { providerId: 'twice', widgetId, address: 'Ttwice', acceptPartialPayment: true };
    for (const [received, transactionHashes] of [
      [50n, ['h1']],
      [100n, ['h1', 'h2']],
      [50n, ['h1', 'h2']],
    ] as const) {
      stage.terminal.purchases.set(
        'twice',
        purchase('Completed', received * 1_000_000n, { ...whose, transactionHashes }),
      );
      await stage.worker().refresh({ kind: 'purchase', providerId: 'twice' });
    }
    expect(await resolve(id, 'outside', 'grace', 'h3')).toBe('Refused: no-such-payment\n');
    expect(await resolve(id, 'outside', 'grace', 'h2')).toBe(`The money of ${id} is out of the books\n`);
    expect(await stage.books(widgetId)).toEqual({ available: 50_000_000n, 'external:tron': -50_000_000n });
    expect(await resolve(depositId, 'outside', 'grace', 'h2')).toBe(`${depositId} is no order: it has one payment\n`);
  });

  it.each([
    [depositIdOf('late'), 'operator', 'Refused: resolved-otherwise\n'],
    [orderIdOf('unpaid'), 'operator', 'Refused: nothing-suspended\n'],
    ['ord_0', 'outside', 'Refused: order-not-found\n'],
    ['po_0', 'operator', 'po_0 is neither a deposit nor an order\n'],
  ])('refuses %s to the %s', async (id, to, message) => {
    expect(await resolve(id, to)).toBe(message);
    expect(exitCode).toBe(1);
  });
});
