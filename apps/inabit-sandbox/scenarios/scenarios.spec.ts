import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import {
  createWithdrawalText,
  transactionText,
  walletsText,
} from '#apps/inabit-sandbox/testing/documented-operations.js';
import { Harness, type HarnessOptions } from '#apps/inabit-sandbox/testing/harness.js';
import { scenarios } from './scenario.js';

let harness: Harness;

async function start(options?: HarnessOptions): Promise<Harness> {
  harness = await Harness.start(options);
  return harness;
}

function queue(...rules: object[]): Promise<unknown> {
  return harness.control('POST', '/scenarios', rules);
}

async function counts(note = 'note-1') {
  return (await harness.ledger()).counts[note];
}

afterEach(() => harness.stop());

describe('SD-02 F3.2 answers that do not come', () => {
  it('lose-response-before-acceptance: the connection breaks, nothing is created', async () => {
    await start();
    await queue({ scenario: 'lose-response-before-acceptance' });
    await expect(harness.create()).rejects.toThrow('fetch failed');
    expect(await harness.transactions()).toEqual([]);
    await harness.created();
  });

  it('lose-response-after-acceptance: the connection breaks, but it was created', async () => {
    await start();
    await queue({ scenario: 'lose-response-after-acceptance' });
    await expect(harness.create()).rejects.toThrow('fetch failed');
    await harness.until(({ status }) => status === 'Completed');
    expect(await counts()).toEqual({ created: 1, offered: 1, approved: 1, broadcast: 1 });
  });

  it.each(['closed', 'open'])('land-late (%s): no answer, created later', async (connection) => {
    await start();
    await queue({ scenario: 'land-late', delayMs: 250, connection });
    const before = Date.now();
    const lost = harness.create();
    if (connection === 'closed') await expect(lost).rejects.toThrow('fetch failed');
    else
      expect(
        await Promise.race([
          lost.then(
            () => 'answered',
            () => 'broken',
          ),
          wait(100, 'waiting'),
        ]),
      ).toBe('waiting');
    expect(await harness.transactions()).toEqual([]);
    await harness.until(() => true);
    expect(Date.now() - before).toBeGreaterThanOrEqual(240);
    lost.catch(() => undefined);
  });

  it('land-late: what cannot be created when it lands is dropped', async () => {
    await start();
    await queue({ scenario: 'land-late', delayMs: 60 });
    await expect(harness.create()).rejects.toThrow();
    await harness.control('PUT', `/wallets/${harness.wallet().id}/balance`, {
      asset: 'USDT',
      blockchain: 'TRON',
      balance: '1',
    });
    await wait(150);
    expect(await harness.transactions()).toEqual([]);
  });

  it('slow: created at once, answered later', async () => {
    await start();
    await queue({ scenario: 'slow', delayMs: 200 });
    const before = Date.now();
    const answer = harness.created();
    await harness.until(() => true);
    expect(Date.now() - before).toBeLessThan(190);
    await answer;
    expect(Date.now() - before).toBeGreaterThanOrEqual(195);
  });
});

describe('SD-02 F3.3 answers that mislead', () => {
  it('error-after-commit: a GraphQL error, though created', async () => {
    await start();
    await queue({ scenario: 'error-after-commit' });
    const { status, body } = await harness.ask(createWithdrawalText, harness.withdrawalVariables());
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: null,
      errors: [{ message: 'INTERNAL_SERVER_ERROR', path: ['createWithdrawal'] }],
    });
    await harness.until(({ status: each }) => each === 'Completed');
  });

  it('error-after-commit with a status: HTTP 5xx, though created', async () => {
    await start();
    await queue({ scenario: 'error-after-commit', status: 504 });
    expect((await harness.create()).status).toBe(504);
    await harness.until(({ status }) => status === 'Completed');
  });

  it('decline: a business error, nothing created', async () => {
    await start();
    await queue({ scenario: 'decline', message: 'The address is not whitelisted.' });
    const { body } = await harness.ask(createWithdrawalText, harness.withdrawalVariables());
    expect(body).toMatchObject({ errors: [{ extensions: { message: 'The address is not whitelisted.' } }] });
    expect(await harness.transactions()).toEqual([]);
  });

  it('truncated-body: the answer breaks off, though created', async () => {
    await start();
    await queue({ scenario: 'truncated-body' });
    const response = await harness.create();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(await harness.transactions()).toHaveLength(1);
  });

  it('huge-body: megabytes around a good answer', async () => {
    await start();
    await queue({ scenario: 'huge-body', bytes: 2_000_000 });
    const text = await (await harness.create()).text();
    expect(text).toHaveLength(2_000_000);
    expect(JSON.parse(text)).toMatchObject({ data: { createWithdrawal: { id: expect.any(String) } } });
  });
});

describe('SD-02 F3.4 F3.6 HTTP refusals', () => {
  it.each([
    ['http-429', 429, 'json'],
    ['http-401', 401, 'json'],
    ['http-403', 403, 'json'],
    ['http-500', 500, 'json'],
    ['http-502-html', 502, 'html'],
  ])('%s: nothing is created, unless committed is set', async (scenario, status, type) => {
    await start();
    await queue({ scenario }, { scenario, committed: true });
    const response = await harness.create();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain(type);
    expect(await harness.transactions()).toEqual([]);
    expect((await harness.create()).status).toBe(status);
    expect(await harness.transactions()).toHaveLength(1);
  });

  it('http-429 says how long to wait, or not', async () => {
    await start();
    await queue({ scenario: 'http-429', retryAfterSeconds: 7 }, { scenario: 'http-429', retryAfterSeconds: 0 });
    expect((await harness.create()).headers.get('retry-after')).toBe('7');
    expect((await harness.create()).headers.get('retry-after')).toBeNull();
  });

  it('is for createWithdrawal only, if nothing else is said, and can be for any operation', async () => {
    await start();
    await queue({ scenario: 'http-500' }, { scenario: 'http-502-html', operation: 'transaction' });
    expect((await harness.ask(walletsText)).status).toBe(200);
    expect((await harness.send(transactionText, { where: { id: 'clx' } }, harness.token)).status).toBe(502);
    expect((await harness.send(transactionText, { where: { id: 'clx' } }, harness.token)).status).toBe(200);
    await queue({ scenario: 'http-403', operation: '*' });
    expect((await harness.send(walletsText, {}, harness.token)).status).toBe(403);
    expect((await harness.create()).status).toBe(500);
  });
});

describe('SD-02 F3.11 F4 what goes wrong after the creation', () => {
  it('duplicate-create: one request, two transactions, one answer', async () => {
    await start();
    await queue({ scenario: 'duplicate-create' });
    const id = await harness.created();
    await harness.until(({ status }) => status === 'Completed');
    const all = await harness.transactions();
    expect(all.map((each) => each.createdWithNote)).toEqual(['note-1', 'note-1']);
    expect(all[0]?.id).toBe(id);
    expect(await counts()).toMatchObject({ created: 2 });
  });

  it('approver-silent: never offered, until somebody asks', async () => {
    await start();
    await queue({ scenario: 'approver-silent' });
    const id = await harness.created();
    await wait(80);
    expect(await counts()).toEqual({ created: 1, offered: 0, approved: 0, broadcast: 0 });
    await harness.control('POST', `/transactions/${id}/offer`);
    await harness.until(({ status }) => status === 'Completed');
  });

  it('F4.5 approval-swallowed: the yes was given, the transaction stays pending', async () => {
    await start();
    await queue({ scenario: 'approval-swallowed' });
    await harness.created();
    await harness.until(({ verdicts }) => verdicts.length === 1);
    await wait(80);
    expect(await harness.transactions()).toMatchObject([{ status: 'PendingApproval', verdicts: [true], offers: 1 }]);
  });

  it('F4.2 duplicate-offers: the same question several times at once', async () => {
    await start();
    await queue({ scenario: 'duplicate-offers', copies: 3 });
    await harness.created();
    await harness.until(({ verdicts }) => verdicts.length === 3);
    expect(new Set(harness.callback.requests.map(({ text }) => text)).size).toBe(1);
    expect(await counts()).toMatchObject({ created: 1, offered: 3, approved: 1 });
  });

  it.each([
    ['before-broadcast', 0],
    ['after-broadcast', 1],
  ])('fail %s: approved, then Failed', async (when, hashes) => {
    await start();
    await queue({ scenario: 'fail', when });
    await harness.created();
    const failed = await harness.until(({ status }) => status === 'Failed');
    expect(failed.hashes).toHaveLength(hashes);
    expect(await harness.balance()).toBe('250000');
  });

  it('double-broadcast: approved once, paid twice', async () => {
    await start();
    await queue({ scenario: 'double-broadcast' });
    await harness.created();
    await harness.until(({ status }) => status === 'Completed');
    const { broadcasts } = await harness.ledger();
    expect(new Set(broadcasts.map(({ hash }) => hash)).size).toBe(2);
    expect(await counts()).toEqual({ created: 1, offered: 1, approved: 1, broadcast: 2 });
    expect(await harness.balance()).toBe('249990');
  });
});

describe('SD-02 which request meets which scenario', () => {
  it('in their order, as often as said, then none', async () => {
    await start();
    await queue({ scenario: 'http-500', times: 2 }, { scenario: 'accept' }, { scenario: 'http-403' });
    const seen = [];
    for (let n = 0; n < 5; n += 1) seen.push((await harness.create()).status);
    expect(seen).toEqual([500, 500, 200, 403, 200]);
  });

  it('by a part of the note, or by the address', async () => {
    await start();
    await queue({ scenario: 'http-500', note: 'payout-7' }, { scenario: 'http-403', address: 'TSpecial' });
    expect((await harness.create({ note: 'env-payout-6-1' })).status).toBe(200);
    expect((await harness.create({ note: 'env-payout-7-1' })).status).toBe(500);
    expect((await harness.create({ address: 'TSpecial' })).status).toBe(403);
    expect((await harness.create({ address: 'TSpecial' })).status).toBe(200);
  });

  it('by chance, the same for the same seed', async () => {
    const faults = [
      { scenario: 'http-500', probability: 0.3 },
      { scenario: 'http-403', probability: 0.2 },
    ];
    const run = async (seed: string) => {
      await start({ settings: { callbackUrl: null } });
      await harness.control('PUT', '/faults', { seed, faults });
      const seen = [];
      for (let n = 0; n < 60; n += 1) seen.push((await harness.create()).status);
      await harness.stop();
      return seen;
    };
    const first = await run('a');
    expect(await run('a')).toEqual(first);
    expect(await run('b')).not.toEqual(first);
    const share = (status: number) => first.filter((each) => each === status).length / 60;
    expect(share(500)).toBeGreaterThan(0.1);
    expect(share(403)).toBeGreaterThan(0.05);
    expect(share(200)).toBeGreaterThan(0.3);
    await start();
  });

  it('a random delay falls in its range', async () => {
    await start();
    await queue({ scenario: 'slow', delayMs: 50, delayMsMax: 150 });
    const before = Date.now();
    await harness.created();
    expect(Date.now() - before).toBeGreaterThanOrEqual(45);
  });

  it('refuses scenarios that do not exist, and probabilities above 1 in all', async () => {
    await start();
    await expect(queue({ scenario: 'meteorite' })).rejects.toThrow('no such scenario');
    await expect(queue({ scenario: 'accept', colour: 'red' })).rejects.toThrow('400');
    const faults = [0.6, 0.6].map((probability) => ({ scenario: 'http-500', probability }));
    await expect(harness.control('PUT', '/faults', { faults })).rejects.toThrow('more than 1');
  });

  it('forgets what is waiting when told to, and says what there is', async () => {
    await start();
    await queue({ scenario: 'http-500' });
    await harness.control('PUT', '/faults', { faults: [{ scenario: 'http-500', probability: 1 }] });
    await harness.control('DELETE', '/scenarios');
    await harness.created();
    expect(await harness.control('GET', '/scenarios')).toEqual({ scenarios, waiting: [], faults: null });
  });
});
