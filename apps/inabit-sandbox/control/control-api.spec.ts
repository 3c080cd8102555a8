import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { updateTransactionText } from '#apps/inabit-sandbox/testing/documented-operations.js';
import { destination, Harness } from '#apps/inabit-sandbox/testing/harness.js';
import { verdict } from '#apps/inabit-sandbox/testing/receiver.js';

describe('SD-02 the control API', () => {
  let harness: Harness;
  beforeEach(async () => {
    const respond = ({ text }: { text: string }) => verdict(!text.includes('"amount":13,'));
    harness = await Harness.start({ respond });
  });
  afterEach(() => harness.stop());

  it('lists its endpoints, and each of them exists', async () => {
    const index = z.object({
      endpoints: z.array(z.object({ method: z.string(), path: z.string(), does: z.string() })),
    });
    const { endpoints } = index.parse(await harness.control('GET', ''));
    expect(endpoints.length).toBeGreaterThan(15);
    for (const { method, path } of endpoints) {
      const url = `${harness.sandbox.url}${path.replace(/:\w+/, 'clnone')}`;
      const response = await fetch(url, { method, ...(method !== 'GET' && method !== 'DELETE' && json({})) });
      expect(await response.text()).not.toContain('Route ');
    }
  });

  it("keeps the sandbox's own ledger, counted by the note at creation", async () => {
    const id = await harness.created({ note: 'a-1', amount: '1.5' });
    await harness.until(({ status }) => status === 'Completed', id);
    const rejected = await harness.created({ note: 'a-2', amount: '13' });
    await harness.until(({ status }) => status === 'Rejected', rejected);
    await harness.ask(updateTransactionText, { where: { id: rejected }, data: { note: 'a-1' } });
    const { broadcasts, counts } = await harness.ledger();
    expect(broadcasts).toEqual([
      {
        transactionId: id,
        note: 'a-1',
        walletId: harness.wallet().id,
        asset: 'USDT',
        blockchain: 'TRON',
        to: destination,
        amount: '1.5',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        reverted: false,
        at: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    ]);
    expect(counts).toEqual({
      'a-1': { created: 1, offered: 1, approved: 1, broadcast: 1 },
      'a-2': { created: 1, offered: 1, approved: 0, broadcast: 0 },
    });
    expect(await harness.until(() => true, rejected)).toMatchObject({ note: 'a-1', createdWithNote: 'a-2' });
  });

  it('makes a withdrawal as another person of the organisation, which the approver is asked about too', async () => {
    const { id: walletId } = harness.wallet();
    const wish = { walletId, asset: 'USDT', blockchain: 'TRON', address: 'TThief', amount: '100' };
    const { id } = z.object({ id: z.string() }).parse(await harness.control('POST', '/rogue-withdrawal', wish));
    const { initiatorId } = await harness.until(({ status }) => status === 'Completed', id);
    expect(initiatorId).not.toBe(harness.sandbox.adminUserId);
    const [question] = harness.callback.requests;
    expect(JSON.parse(question?.text ?? '')).toMatchObject({ initiatorId, initiatorName: 'Erik Editor', to: 'TThief' });
    expect((await harness.ledger()).counts['']).toMatchObject({ created: 1, broadcast: 1 });
    await expect(harness.control('POST', '/rogue-withdrawal', { ...wish, amount: '9999999' })).rejects.toThrow('422');
    await expect(harness.control('POST', '/rogue-withdrawal', { ...wish, asset: 'DOGE' })).rejects.toThrow('404');
  });

  it('sets balances exactly, and refuses what is no amount', async () => {
    const path = `/wallets/${harness.wallet().id}/balance`;
    await harness.control('PUT', path, { asset: 'ETH', blockchain: 'ETH', balance: '0.000000000000000001' });
    expect(await harness.balance('ETH', 'ETH')).toBe('0.000000000000000001');
    await harness.control('PUT', path, { asset: 'USDT', blockchain: 'TRON', balance: 7 });
    expect(await harness.balance()).toBe('7');
    await expect(
      harness.control('PUT', path, { asset: 'USDT', blockchain: 'TRON', balance: '0.0000001' }),
    ).rejects.toThrow('409');
  });

  it('changes settings, and refuses unknown ones', async () => {
    expect(await harness.control('PATCH', '/settings', { approverRetryMs: 7 })).toMatchObject({ approverRetryMs: 7 });
    expect(await harness.control('GET', '/settings')).toMatchObject({ approverRetryMs: 7, approverAttempts: 10 });
    await expect(harness.control('PATCH', '/settings', { colour: 'red' })).rejects.toThrow('400');
    await expect(harness.control('PATCH', '/settings', { callbackUrl: 'ftp://x' })).rejects.toThrow('400');
  });

  it('goes back to its seed, with settings and tokens as they were', async () => {
    await harness.created();
    await harness.until(({ status }) => status === 'Completed');
    await harness.control('POST', '/scenarios', { scenario: 'http-500' });
    await harness.control('POST', '/reset');
    expect(await harness.transactions()).toEqual([]);
    expect(await harness.ledger()).toEqual({ broadcasts: [], counts: {} });
    expect(await harness.balance()).toBe('250000');
    await harness.created();
    await harness.until(({ status }) => status === 'Completed');
  });
});

function json(body: object) {
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
