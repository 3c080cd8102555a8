import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DepositStage } from './deposit-stage.fixtures.js';
import { btc, incoming, units } from './deposit.fixtures.js';
import { depositIdOf, orderIdOf } from './incoming-id.js';
import { money } from '../money/money.js';
import { TerminalUnavailable, type RawIncoming } from './terminal-source.js';

let stage: DepositStage;

beforeAll(async () => {
  stage = await DepositStage.start();
});

afterAll(() => stage.stop());

/** A transaction to a wallet of its own. */
class Transaction {
  readonly providerId = randomUUID();
  readonly walletId = `wal_${this.providerId}`;
  private readonly worker = stage.worker();

  async is(status: string, changes: Partial<RawIncoming> = {}) {
    const { providerId, walletId: widgetId } = this;
    const sighting = incoming(status, { providerId, widgetId, transactionHash: providerId, ...changes });
    stage.terminal.incoming.set(providerId, sighting);
    return this.worker.refresh({ kind: 'incoming-transaction', providerId });
  }

  async books() {
    return stage.books(this.walletId);
  }

  facts() {
    return stage.dataOf(`deposit-${depositIdOf(this.providerId)}`);
  }
}

const locked = { incoming: 20_000_000n, 'external:tron': -20_000_000n };
const credited = { available: 20_000_000n, 'external:tron': -20_000_000n };

describe('DW-01 INV-I3 a deposit at a customer address', () => {
  it.each(['Pending', 'Unconfirmed', 'Confirming', 'PendingFork'])(
    'DW-08 DW-09 DW-15 %s locks the money',
    async (status) => {
      const transaction = new Transaction();
      expect(await transaction.is(status)).toBe('applied');
      expect(await transaction.books()).toEqual(locked);
      expect(await transaction.is(status)).toBe('unchanged');
      expect(await transaction.books()).toEqual(locked);
    },
  );

  it.each(['Completed', 'Swept'])('DW-12 %s unlocks it, once', async (status) => {
    const transaction = new Transaction();
    await transaction.is('Confirming');
    expect(await transaction.is(status)).toBe('applied');
    expect(await transaction.books()).toEqual(credited);
    expect(await transaction.is(status)).toBe('unchanged');
    expect(await transaction.books()).toEqual(credited);
  });

  it('DW-14 Failed takes it out again', async () => {
    const transaction = new Transaction();
    await transaction.is('Unconfirmed');
    await transaction.is('Failed');
    expect(await transaction.books()).toEqual({});
  });

  it('DW-13 PendingFork before the credit leaves it locked until the fork is resolved', async () => {
    const transaction = new Transaction();
    for (const status of ['Confirming', 'PendingFork', 'Confirming', 'PendingFork']) {
      await transaction.is(status);
      expect(await transaction.books()).toEqual(locked);
    }
    await transaction.is('Completed');
    expect(await transaction.books()).toEqual(credited);
  });

  it('F5.9 DW-13 a fork after the credit locks it again, and then completes or fails', async () => {
    const transaction = new Transaction();
    await transaction.is('Completed');
    await transaction.is('PendingFork');
    expect(await transaction.books()).toEqual(locked);
    await transaction.is('Completed');
    expect(await transaction.books()).toEqual(credited);
    await transaction.is('PendingFork');
    await transaction.is('Failed');
    expect(await transaction.books()).toEqual({});
  });

  it('F5.9 what was spent before the fork is owed by the operator, and calls a person', async () => {
    const transaction = new Transaction();
    await transaction.is('Completed');
    await stage.spend(transaction.walletId, 15_000_000n);
    expect(await transaction.is('PendingFork')).toBe('review');
    expect(await transaction.books()).toMatchObject({ incoming: 20_000_000n, 'receivable:op_1': -15_000_000n });
    await transaction.is('Completed');
    expect(await transaction.books()).toEqual({ available: 5_000_000n, 'external:tron': -5_000_000n });
  });

  it('F5.9 DW-14 and is still owed when it fails', async () => {
    const transaction = new Transaction();
    await transaction.is('Completed');
    await stage.spend(transaction.walletId, 15_000_000n);
    expect(await transaction.is('Failed')).toBe('review');
    expect(await transaction.books()).toEqual({ 'receivable:op_1': -15_000_000n, 'external:tron': 15_000_000n });
  });

  it('F6.2 an older status after a newer one changes nothing', async () => {
    const transaction = new Transaction();
    await transaction.is('Completed');
    for (const status of ['Confirming', 'Unconfirmed', 'Pending'])
      expect(await transaction.is(status)).toBe('unchanged');
    expect(await transaction.books()).toEqual(credited);
  });
});

describe('PO-16 what cannot be resolved is for a person, and moves no money', () => {
  it('DW-15 an unknown status, once', async () => {
    const transaction = new Transaction();
    await transaction.is('Confirming');
    expect(await transaction.is('Pondering')).toBe('review');
    expect(await transaction.is('Pondering')).toBe('unchanged');
    expect(await transaction.books()).toEqual(locked);
    expect((await transaction.facts()).at(-1)).toMatchObject({ reason: 'unknown-status', detail: 'Pondering' });
  });

  it('completed after it had failed', async () => {
    const transaction = new Transaction();
    await transaction.is('Failed');
    expect(await transaction.is('Completed')).toBe('review');
    expect(await transaction.books()).toEqual({});
  });

  it('DW-16 a status of the other widget type', async () => {
    const transaction = new Transaction();
    await transaction.is('Confirming');
    expect(await transaction.is('Overcharge')).toBe('review');
    expect(await transaction.books()).toEqual(locked);
  });

  it.each<[string, Partial<RawIncoming>]>([
    ['amount', { amount: units(2_000n) }],
    ['amount', { amount: undefined }],
    ['amount', { amount: money(btc, 20_000_000n) }],
    ['address', { address: 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8' }],
    ['widget', { widgetId: 'wal_another' }],
    ['widget', { widgetId: 'foreign' }],
    ['transaction', { transactionHash: '0xcc33' }],
  ])('S-14 another %s than at first: authentic is not valid', async (field, changes) => {
    const transaction = new Transaction();
    await transaction.is('Confirming');
    expect(await transaction.is('Completed', changes)).toBe('review');
    expect((await transaction.facts()).at(-1)).toMatchObject({
      reason: 'differs-from-record',
      detail: expect.stringContaining(field),
    });
    expect(await transaction.books()).toEqual(locked);
    await transaction.is('Completed'); // A pull that agrees goes on.
    expect(await transaction.books()).toEqual(credited);
  });

  it('a person is called again by each status of a pull that differs', async () => {
    const transaction = new Transaction();
    await transaction.is('Unconfirmed');
    const changes = { amount: units(2_000n) };
    for (const status of ['Confirming', 'Completed']) {
      expect(await transaction.is(status, changes)).toBe('review');
      expect(await transaction.is(status, changes)).toBe('unchanged');
    }
    expect(await transaction.books()).toEqual(locked);
  });

  it.each<[string, Partial<RawIncoming>, Readonly<Record<string, bigint>>]>([
    ['PendingFork', { amount: units(2_000n) }, locked],
    ['PendingFork', { transactionHash: '0xcc33' }, locked],
    ['Failed', { amount: undefined }, {}],
    ['Failed', { amount: units(2_000n), transactionHash: '0xcc33' }, {}],
    ['Failed', { widgetId: 'foreign' }, credited],
    ['PendingFork', { address: 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8' }, credited],
  ])('S-14 F5.9 %s is followed where only amount or hash differ: %j', async (status, changes, books) => {
    const transaction = new Transaction();
    await transaction.is('Completed');
    expect(await transaction.is(status, changes)).toBe('review');
    expect(await transaction.is(status, changes)).toBe('unchanged');
    expect(await transaction.books()).toEqual(books);
  });

  it.each<[string, Partial<RawIncoming>]>([
    ['unknown-widget', { widgetId: 'foreign' }],
    ['unknown-asset', { asset: undefined }],
    ['unreadable-amount', { amount: undefined }],
    ['unreadable-amount', { amount: units(0n) }],
  ])('%s: in quarantine until a pull can be read', async (reason, changes) => {
    const transaction = new Transaction();
    expect(await transaction.is('Completed', changes)).toBe('review');
    expect(await transaction.is('Completed', changes)).toBe('unchanged');
    expect(await transaction.facts()).toEqual([expect.objectContaining({ reason })]);
    expect(await transaction.books()).toEqual({});
    await transaction.is('Completed');
    expect(await transaction.books()).toEqual(credited);
  });
});

describe('F5.3 a hint', () => {
  it('about nothing that the provider knows is nothing', async () => {
    const hint = { kind: 'incoming-transaction', providerId: 'forged' } as const;
    expect(await stage.worker().refresh(hint)).toBe('not-found');
    expect(await stage.worker().refresh({ ...hint, kind: 'purchase' })).toBe('not-found');
    expect(await stage.depositTypes('forged')).toEqual([]);
    expect(await stage.typesOf(`order-${orderIdOf('forged')}`)).toEqual([]);
  });

  it('is to be given again when the provider does not answer, or answers about another transaction', async () => {
    const [asked] = ['asked'];
    stage.terminal.incoming.set(asked, incoming('Completed', { providerId: 'another' }));
    const hint = { kind: 'incoming-transaction', providerId: asked } as const;
    await expect(stage.worker().refresh(hint)).rejects.toThrow(TerminalUnavailable);
    stage.terminal.isDown = true;
    await expect(stage.worker().refresh(hint)).rejects.toThrow(TerminalUnavailable);
    stage.terminal.isDown = false;
    stage.terminal.incoming.delete(asked);
  });
});

describe('DW-29 RS-13 what is stored of a deposit', () => {
  it('is the value as the provider wrote it, and never who the customer is', async () => {
    const transaction = new Transaction();
    await transaction.is('Confirming', { customerIdentifier: 'user@example.com' });
    const text = JSON.stringify(await transaction.facts());
    expect(text).not.toContain('example.com');
    expect((await transaction.facts())[0]).toMatchObject({
      customerKey: expect.stringMatching(/^[\da-f]{64}$/),
      value: { baseCurrency: 'USD', baseCurrencyAmount: '19.994996' },
    });
    expect(await transaction.is('Completed', { customerIdentifier: 'other@example.com' })).toBe('review');
  });
});
