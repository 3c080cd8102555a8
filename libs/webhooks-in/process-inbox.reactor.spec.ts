import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { scaled } from '#test/support/scale.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { ManualClock } from '#libs/inabit/testing/manual-clock.js';
import { arrival, depositWebhook, InboxStage, ScriptedProvider } from './inbox-stage.fixtures.js';
import { requestReplay } from './request-replay.js';

let stage: InboxStage;

beforeEach(async () => {
  stage = await InboxStage.start();
});
afterEach(async () => stage.stop());

describe('DW-32 F5.2 F5.4 repetitions', () => {
  it('are asked for once in a batch, and ignored later', async () => {
    await stage.receive(
      ...Array.from({ length: 6 }, () => depositWebhook('a')),
      depositWebhook('a', 'Completed'),
      depositWebhook('b'),
    );
    const provider = new ScriptedProvider();
    const process = stage.worker(provider);
    await stage.run(process);
    expect(provider.asked.toSorted()).toEqual(['a', 'b']);
    await stage.receive(depositWebhook('a', 'Completed', '5.0e0'), depositWebhook('b'));
    await stage.run(process);
    expect(provider.asked).toHaveLength(2);
    const all = await stage.ends();
    expect(all.filter((end) => end === 'ignored duplicate')).toHaveLength(7);
    expect(all).toHaveLength(10);
  });

  it('of an older saying are news: a deposit may be confirming twice', async () => {
    const provider = new ScriptedProvider();
    const process = stage.worker(provider);
    for (const status of ['Confirming', 'PendingFork', 'Confirming']) {
      await stage.receive(depositWebhook('a', status));
      await stage.run(process);
    }
    expect(provider.asked).toEqual(['a', 'a', 'a']);
  });
});

describe('INV-I2 every stored webhook ends exactly once', () => {
  const body = fc.oneof(
    fc.constantFrom(
      depositWebhook('a'),
      depositWebhook('a', 'Completed'),
      depositWebhook('b'),
      depositWebhook('c', 'Odd'),
      'x',
      '{}',
    ),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  );

  it('whatever comes, in whatever batches, with workers that come and go', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(body, { maxLength: 12 }), { maxLength: 5 }), async (batches) => {
        for (const batch of batches) {
          await stage.receive(...batch);
          await stage.run(stage.worker(new ScriptedProvider()));
        }
        const received = (await stage.inboxEvents()).map(({ data }) => JSON.stringify(data['webhookId']));
        const ended = (await stage.facts()).flatMap(({ data }) =>
          'webhookId' in data ? [JSON.stringify(data.webhookId)] : [],
        );
        expect(ended.toSorted()).toEqual(received.toSorted());
      }),
      { numRuns: scaled(8) },
    );
  });

  it('with two workers at once', async () => {
    const ours = new ScriptedProvider();
    await stage.receive(...Array.from({ length: 40 }, (_, n) => depositWebhook(`d${n}`)));
    await Promise.all([stage.run(stage.worker(ours)), stage.run(stage.worker(ours)), stage.run(stage.worker(ours))]);
    expect((await stage.ends()).toSorted()).toEqual(
      Array.from({ length: 40 }, (_, n) => `processed deposit d${n}`).toSorted(),
    );
  });

  it('F5.6 with a worker that died after it had asked', async () => {
    await stage.receive(depositWebhook('a'));
    const dying = new ScriptedProvider();
    const died = new Promise<void>((resolve) => {
      dying.answer = () => {
        resolve();
        return { outcome: 'looked-up', triggered: 'never recorded' };
      };
    });
    const broken = connectEventStreams({ connectionString: stage.store.connectionString });
    const victim = stage.worker(dying, new ManualClock(), broken);
    const taking = victim.take(await stage.inboxEvents(), new AbortController().signal).catch(() => undefined);
    await died;
    await broken.close();
    await taking;
    await stage.run(stage.worker(new ScriptedProvider()));
    expect(await stage.ends()).toHaveLength(1);
  });
});

describe('a provider that does not answer', () => {
  const away = { outcome: 'unavailable', reason: 'no answer' } as const;

  it('keeps its hints waiting, loses none, and keeps nobody else waiting', async () => {
    const clock = new ManualClock();
    const provider = new ScriptedProvider();
    const up = provider.answer;
    provider.answer = (hint) => (hint.kind === 'transaction' ? up(hint) : away);
    const process = stage.worker(provider, clock);
    const terminal = Array.from({ length: 100 }, (_, n) => depositWebhook(`d${n}`));
    await stage.receive(...terminal, arrival('{"event":"OutgoingTransactionSent","data":{"id":"tx"}}', 'platform'));
    await stage.run(process);
    expect(await stage.ends()).toEqual(['processed transaction tx']);
    // Nor is it asked a hundred times for nothing.
    expect(provider.asked.length).toBeLessThan(40);
    provider.answer = up;
    await process.retry();
    expect(await stage.ends()).toHaveLength(1);
    clock.advance(1_000);
    await process.retry();
    expect(await stage.ends()).toHaveLength(101);
  });

  it('is asked ever more rarely, and a new worker knows what waits', async () => {
    const clock = new ManualClock();
    const provider = new ScriptedProvider();
    provider.answer = () => away;
    const process = stage.worker(provider, clock);
    await stage.receive(depositWebhook('a'));
    await stage.run(process);
    for (let second = 0; second < 120; second++) {
      clock.advance(1_000);
      await process.retry();
    }
    expect(provider.asked.length).toBeLessThan(12);
    const next = new ScriptedProvider();
    await stage.worker(next, clock).retry();
    expect(await stage.ends()).toEqual(['processed deposit a']);
  });

  it('is told apart from a hint that fails by itself, which goes to quarantine', async () => {
    const clock = new ManualClock();
    const provider = new ScriptedProvider();
    const up = provider.answer;
    provider.answer = (hint) => (hint.subjectId === 'poison' ? new TypeError('a defect') : up(hint));
    const process = stage.worker(provider, clock);
    await stage.receive(depositWebhook('poison'));
    await stage.run(process);
    for (let n = 0; n < 12; n++) {
      clock.advance(60_000);
      await process.retry();
    }
    expect(await stage.ends()).toEqual([]);
    await stage.receive(depositWebhook('fine'));
    await stage.run(process);
    clock.advance(60_000);
    await process.retry();
    expect(await stage.ends()).toEqual(['processed deposit fine', 'quarantined keeps-failing']);
  });
});

describe('DW-25 OP-11 a replay', () => {
  it('has a webhook looked at once more, even if it says nothing new', async () => {
    const provider = new ScriptedProvider();
    const process = stage.worker(provider);
    const [webhookId = ''] = await stage.receive(depositWebhook('a'));
    await stage.run(process);
    const replay = { webhookId, requestedBy: 'user:ada', reason: 'look again' };
    expect(await requestReplay({ streams: stage.streams, ids: stage.ids, clock: new ManualClock() }, replay)).toBe(
      'requested',
    );
    await stage.run(process);
    expect(provider.asked).toEqual(['a', 'a']);
    expect(await stage.ends()).toEqual(['processed deposit a', 'processed deposit a']);
  });

  it('of nothing is refused', async () => {
    const parts = { streams: stage.streams, ids: stage.ids, clock: new ManualClock() };
    const [webhookId = ''] = await stage.receive(depositWebhook('a'));
    for (const other of ['', 'wh_1', webhookId.replace(/_0$/, '_1'), `wh_${'0'.repeat(32)}_0`])
      expect(await requestReplay(parts, { webhookId: other, requestedBy: 'user:ada', reason: 'x' })).toBe('unknown');
  });
});
