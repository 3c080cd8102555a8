import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { Harness, type HarnessOptions } from '#apps/inabit-sandbox/testing/harness.js';

let harness: Harness;

async function start(options?: HarnessOptions): Promise<Harness> {
  harness = await Harness.start(options);
  return harness;
}

afterEach(() => harness.stop());

describe('SD-02 F3.11 F4 what goes wrong after the creation', () => {
  it('duplicate-create: one request, two transactions, one answer', async () => {
    await start();
    await harness.queue({ scenario: 'duplicate-create' });
    const id = await harness.created();
    await harness.until(({ status }) => status === 'Completed');
    const all = await harness.transactions();
    expect(all.map((each) => each.createdWithNote)).toEqual(['note-1', 'note-1']);
    expect(all[0]?.id).toBe(id);
    expect(await harness.counts()).toMatchObject({ created: 2 });
  });

  it('approver-silent: never offered, until somebody asks', async () => {
    await start();
    await harness.queue({ scenario: 'approver-silent' });
    const id = await harness.created();
    await wait(80);
    expect(await harness.counts()).toEqual({ created: 1, offered: 0, approved: 0, broadcast: 0 });
    await harness.control('POST', `/transactions/${id}/offer`);
    await harness.until(({ status }) => status === 'Completed');
  });

  it('F4.5 approval-swallowed: the yes was given, the transaction stays pending', async () => {
    await start();
    await harness.queue({ scenario: 'approval-swallowed' });
    await harness.created();
    await harness.until(({ verdicts }) => verdicts.length === 1);
    await wait(80);
    expect(await harness.transactions()).toMatchObject([{ status: 'PendingApproval', verdicts: [true], offers: 1 }]);
  });

  it('F4.2 duplicate-offers: the same question several times at once', async () => {
    await start();
    await harness.queue({ scenario: 'duplicate-offers', copies: 3 });
    await harness.created();
    await harness.until(({ verdicts }) => verdicts.length === 3);
    expect(new Set(harness.callback.requests.map(({ text }) => text)).size).toBe(1);
    expect(await harness.counts()).toMatchObject({ created: 1, offered: 3, approved: 1 });
  });

  it.each([
    ['before-broadcast', 0],
    ['after-broadcast', 1],
  ])('fail %s: approved, then Failed', async (when, hashes) => {
    await start();
    await harness.queue({ scenario: 'fail', when });
    await harness.created();
    const failed = await harness.until(({ status }) => status === 'Failed');
    expect(failed.hashes).toHaveLength(hashes);
    expect(await harness.balance()).toBe('250000');
  });

  it('double-broadcast: approved once, paid twice', async () => {
    await start();
    await harness.queue({ scenario: 'double-broadcast' });
    await harness.created();
    await harness.until(({ status }) => status === 'Completed');
    const { broadcasts } = await harness.ledger();
    expect(new Set(broadcasts.map(({ hash }) => hash)).size).toBe(2);
    expect(await harness.counts()).toEqual({ created: 1, offered: 1, approved: 1, broadcast: 2 });
    expect(await harness.balance()).toBe('249990');
  });
});
