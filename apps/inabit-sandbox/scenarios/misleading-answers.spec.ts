import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import {
  createWithdrawalText,
  transactionText,
  walletsText,
} from '#apps/inabit-sandbox/testing/documented-operations.js';
import { Harness, type HarnessOptions } from '#apps/inabit-sandbox/testing/harness.js';

let harness: Harness;

async function start(options?: HarnessOptions): Promise<Harness> {
  harness = await Harness.start(options);
  return harness;
}

afterEach(() => harness.stop());

describe('SD-02 F3.2 answers that do not come', () => {
  it('lose-response-before-acceptance: the connection breaks, nothing is created', async () => {
    await start();
    await harness.queue({ scenario: 'lose-response-before-acceptance' });
    await expect(harness.create()).rejects.toThrow('fetch failed');
    expect(await harness.transactions()).toEqual([]);
    await harness.created();
  });

  it('lose-response-after-acceptance: the connection breaks, but it was created', async () => {
    await start();
    await harness.queue({ scenario: 'lose-response-after-acceptance' });
    await expect(harness.create()).rejects.toThrow('fetch failed');
    await harness.until(({ status }) => status === 'Completed');
    expect(await harness.counts()).toEqual({ created: 1, offered: 1, approved: 1, broadcast: 1 });
  });

  it.each(['closed', 'open'])('land-late (%s): no answer, created later', async (connection) => {
    await start();
    await harness.queue({ scenario: 'land-late', delayMs: 1_500, connection });
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
    expect(Date.now() - before).toBeGreaterThanOrEqual(1_490);
    lost.catch(() => undefined);
  });

  it('land-late: what cannot be created when it lands is dropped', async () => {
    await start();
    await harness.queue({ scenario: 'land-late', delayMs: 1_000 });
    await expect(harness.create()).rejects.toThrow();
    await harness.control('PUT', `/wallets/${harness.wallet().id}/balance`, {
      asset: 'USDT',
      blockchain: 'TRON',
      balance: '1',
    });
    await wait(1_300);
    expect(await harness.transactions()).toEqual([]);
  });

  it('slow: created at once, answered later', async () => {
    await start();
    await harness.queue({ scenario: 'slow', delayMs: 1_000 });
    const before = Date.now();
    let answered = false;
    const answer = harness.created().finally(() => (answered = true));
    await harness.until(() => true);
    expect(answered).toBe(false);
    await answer;
    expect(Date.now() - before).toBeGreaterThanOrEqual(995);
  });
});

describe('SD-02 F3.3 answers that mislead', () => {
  it('error-after-commit: a GraphQL error, though created', async () => {
    await start();
    await harness.queue({ scenario: 'error-after-commit' });
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
    await harness.queue({ scenario: 'error-after-commit', status: 504 });
    expect((await harness.create()).status).toBe(504);
    await harness.until(({ status }) => status === 'Completed');
  });

  it('decline: a business error, nothing created', async () => {
    await start();
    await harness.queue({ scenario: 'decline', message: 'The address is not whitelisted.' });
    const { body } = await harness.ask(createWithdrawalText, harness.withdrawalVariables());
    expect(body).toMatchObject({ errors: [{ extensions: { message: 'The address is not whitelisted.' } }] });
    expect(await harness.transactions()).toEqual([]);
  });

  it('truncated-body: the answer breaks off, though created', async () => {
    await start();
    await harness.queue({ scenario: 'truncated-body' });
    const response = await harness.create();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(await harness.transactions()).toHaveLength(1);
  });

  it('huge-body: megabytes around a good answer', async () => {
    await start();
    await harness.queue({ scenario: 'huge-body', bytes: 2_000_000 });
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
    await harness.queue({ scenario }, { scenario, committed: true });
    const response = await harness.create();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain(type);
    expect(await harness.transactions()).toEqual([]);
    expect((await harness.create()).status).toBe(status);
    expect(await harness.transactions()).toHaveLength(1);
  });

  it('http-429 says how long to wait, or not', async () => {
    await start();
    await harness.queue({ scenario: 'http-429', retryAfterSeconds: 7 }, { scenario: 'http-429', retryAfterSeconds: 0 });
    expect((await harness.create()).headers.get('retry-after')).toBe('7');
    expect((await harness.create()).headers.get('retry-after')).toBeNull();
  });

  it('is for createWithdrawal only, if nothing else is said, and can be for any operation', async () => {
    await start();
    await harness.queue({ scenario: 'http-500' }, { scenario: 'http-502-html', operation: 'transaction' });
    expect((await harness.ask(walletsText)).status).toBe(200);
    expect((await harness.send(transactionText, { where: { id: 'clx' } }, harness.token)).status).toBe(502);
    expect((await harness.send(transactionText, { where: { id: 'clx' } }, harness.token)).status).toBe(200);
    await harness.queue({ scenario: 'http-403', operation: '*' });
    expect((await harness.send(walletsText, {}, harness.token)).status).toBe(403);
    expect((await harness.create()).status).toBe(500);
  });
});
