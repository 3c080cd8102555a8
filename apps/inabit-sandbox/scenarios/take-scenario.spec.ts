import { afterEach, describe, expect, it } from '@jest/globals';
import { Harness, type HarnessOptions } from '#apps/inabit-sandbox/testing/harness.js';
import { scenarios } from './scenario.js';

let harness: Harness;

async function start(options?: HarnessOptions): Promise<Harness> {
  harness = await Harness.start(options);
  return harness;
}

afterEach(() => harness.stop());

describe('SD-02 which request meets which scenario', () => {
  it('in their order, as often as said, then none', async () => {
    await start();
    await harness.queue({ scenario: 'http-500', times: 2 }, { scenario: 'accept' }, { scenario: 'http-403' });
    const seen = [];
    for (let n = 0; n < 5; n += 1) seen.push((await harness.create()).status);
    expect(seen).toEqual([500, 500, 200, 403, 200]);
  });

  it('by a part of the note, or by the address', async () => {
    await start();
    await harness.queue({ scenario: 'http-500', note: 'payout-7' }, { scenario: 'http-403', address: 'TSpecial' });
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
    await harness.queue({ scenario: 'slow', delayMs: 50, delayMsMax: 150 });
    const before = Date.now();
    await harness.created();
    expect(Date.now() - before).toBeGreaterThanOrEqual(45);
  });

  it('refuses scenarios that do not exist, and probabilities above 1 in all', async () => {
    await start();
    await expect(harness.queue({ scenario: 'meteorite' })).rejects.toThrow('no such scenario');
    await expect(harness.queue({ scenario: 'accept', colour: 'red' })).rejects.toThrow('400');
    const faults = [0.6, 0.6].map((probability) => ({ scenario: 'http-500', probability }));
    await expect(harness.control('PUT', '/faults', { faults })).rejects.toThrow('more than 1');
  });

  it('forgets what is waiting when told to, and says what there is', async () => {
    await start();
    await harness.queue({ scenario: 'http-500' });
    await harness.control('PUT', '/faults', { faults: [{ scenario: 'http-500', probability: 1 }] });
    await harness.control('DELETE', '/scenarios');
    await harness.created();
    expect(await harness.control('GET', '/scenarios')).toEqual({ scenarios, waiting: [], faults: null });
  });
});
