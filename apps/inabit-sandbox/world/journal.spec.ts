import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { createSubscriptionText } from '#apps/inabit-sandbox/testing/documented-operations.js';
import { eventually } from '#apps/inabit-sandbox/testing/eventually.js';
import { Harness, type HarnessOptions } from '#apps/inabit-sandbox/testing/harness.js';
import { Receiver } from '#apps/inabit-sandbox/testing/receiver.js';

describe('SD-04 a restart with the same data directory', () => {
  let data: string;
  let harness: Harness | undefined;
  const start = async (options: HarnessOptions = {}) => {
    await harness?.stop();
    harness = undefined;
    harness = await Harness.start({ data, ...options });
    return harness;
  };
  const journal = () => path.join(data, 'journal.jsonl');

  beforeEach(() => {
    data = fs.mkdtempSync(path.join(os.tmpdir(), 'inabit-sandbox-'));
  });
  afterEach(async () => {
    await harness?.stop();
    harness = undefined;
    fs.rmSync(data, { recursive: true, force: true });
  });

  it('is for the owner alone, who finds tokens and secret paths in it, also when it was open to others before', async () => {
    fs.writeFileSync(journal(), '', { mode: 0o644 });
    await start();
    expect(fs.statSync(journal()).mode & 0o077).toBe(0);
  });

  it('keeps ids, tokens, wallets, balances, notes and the ledger', async () => {
    const first = await start();
    await first.created({ amount: '1.000001' });
    await first.until(({ status }) => status === 'Completed');
    const seen = [await first.transactions(), await first.ledger(), await first.control('GET', '/world')];
    const { stop: _stop, url: _url, port: _port, graphqlUrl: _graphql, controlUrl: _control, ...ids } = first.sandbox;
    const second = await start();
    expect([await second.transactions(), await second.ledger(), await second.control('GET', '/world')]).toEqual(seen);
    const { wallets: _wallets, terminalUrl: _terminalUrl, ...stable } = ids;
    expect(second.sandbox).toMatchObject(stable);
    expect(await second.balance()).toBe('249998.999999');
  });

  it('never gives an id twice', async () => {
    const first = await start();
    const id = await first.created();
    await first.control('POST', '/reset');
    const second = await start();
    expect(await second.created()).not.toBe(id);
  });

  it('carries on with every unfinished withdrawal', async () => {
    const slow = { callbackUrl: null, broadcastDelayMs: 60_000 };
    const first = await start({ settings: slow });
    const unasked = await first.created();
    await first.control('PATCH', '/settings', { callbackUrl: first.callback.url });
    await first.until(({ status }) => status === 'Processing', unasked);
    await first.control('PATCH', '/settings', { callbackUrl: null });
    const pending = await first.created();
    await first.control('POST', '/scenarios', { scenario: 'land-late', delayMs: 200, note: 'late' });
    await expect(first.create({ note: 'late' })).rejects.toThrow();
    const second = await start();
    for (const id of [unasked, pending]) await second.until(({ status }) => status === 'Completed', id);
    await second.until(({ status, createdWithNote }) => status === 'Completed' && createdWithNote === 'late');
    expect((await second.ledger()).counts).toMatchObject({
      'note-1': { created: 2, approved: 2, broadcast: 2 },
      late: { created: 1, broadcast: 1 },
    });
  });

  it('goes on counting the questions of the approver', async () => {
    const failing: HarnessOptions = {
      respond: () => ({ status: 500, text: '' }),
      settings: { approverRetryMs: 20, approverAttempts: 4 },
    };
    const first = await start(failing);
    await first.created();
    await first.until(({ offers }) => offers >= 2);
    const second = await start(failing);
    await second.until(({ offers }) => offers === 4);
    await wait(60);
    expect((await second.transactions())[0]?.offers).toBe(4);
  });

  it('keeps waiting scenarios and undelivered webhooks', async () => {
    const first = await start({ settings: { callbackUrl: null, webhookRetryMs: 200 } });
    const subscriber = await Receiver.start((_, index) => ({ status: index === 0 ? 500 : 200, text: '' }));
    const subscription = { organization: { id: first.sandbox.organizationId }, url: subscriber.url };
    await first.ask(createSubscriptionText, { data: subscription });
    await first.created();
    await eventually(() => subscriber.requests.length === 1);
    await first.control('POST', '/scenarios', { scenario: 'http-500' });
    const second = await start({ settings: { callbackUrl: null } });
    await eventually(() => subscriber.requests.length === 2);
    expect((await second.create()).status).toBe(500);
    await subscriber.stop();
  });

  it('cuts off a torn last line', async () => {
    const first = await start({ settings: { callbackUrl: null } });
    const id = await first.created();
    await first.stop();
    const whole = fs.readFileSync(journal(), 'utf8');
    fs.appendFileSync(journal(), '{"type":"StatusChanged","withdrawalId":"');
    const second = await Harness.start({ data, settings: { callbackUrl: null } });
    harness = second;
    expect((await second.transactions()).map((each) => each.id)).toEqual([id]);
    expect(fs.readFileSync(journal(), 'utf8').startsWith(whole)).toBe(true);
    await second.created();
    const third = await start({ settings: { callbackUrl: null } });
    expect(await third.transactions()).toHaveLength(2);
  });

  it('refuses a journal that is broken in the middle, and one of another seed', async () => {
    const first = await start();
    await first.stop();
    harness = undefined;
    await expect(Harness.start({ data, seed: { seed: 'other' } })).rejects.toThrow('another seed');
    fs.writeFileSync(journal(), `${fs.readFileSync(journal(), 'utf8')}{"half\n{}\n`);
    await expect(Harness.start({ data })).rejects.toThrow(/line \d+ is unreadable/);
  });

  it('takes a seed from outside, in parts, and opens with it again', async () => {
    const seed = {
      seed: 'mine',
      organization: { id: 'clorganisation', name: 'Acme', baseCurrency: 'USD', eurPerUsd: '0.9' },
      wallets: [{ name: 'Only', accounts: [{ asset: 'USDT', blockchain: 'TRON', balance: 42.5 }] }],
    };
    const { sandbox } = await start({ seed });
    expect(sandbox.organizationId).toBe('clorganisation');
    expect(z.array(z.looseObject({ name: z.string() })).parse(sandbox.wallets)).toMatchObject([
      { name: 'Only', accounts: [{ asset: 'USDT', balance: '42.5', address: expect.stringMatching(/^T/) }] },
    ]);
    expect((await start({ seed })).sandbox.wallets).toEqual(sandbox.wallets);
  });
});
