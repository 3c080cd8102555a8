import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { arrival, depositWebhook, InboxStage, ScriptedProvider } from './inbox-stage.fixtures.js';
import { samples } from './webhook-samples.fixtures.js';

const unreadables = [
  { what: 'no JSON', body: 'nonsense', reason: 'unreadable' },
  { what: 'nothing', body: '', reason: 'unreadable' },
  { what: 'a list', body: '[]', reason: 'unreadable' },
  { what: 'an event without data', body: '{"event":"PurchaseUpdated"}', reason: 'unreadable' },
  { what: 'deep nesting', body: `{"event":"x","data":${'['.repeat(10_000)}`, reason: 'unreadable' },
  {
    what: 'a key twice',
    body: '{"event":"PurchaseUpdated","data":{"purchaseId":"a","purchaseId":"b"}}',
    reason: 'unreadable',
  },
  { what: 'an unknown event', body: '{"event":"PurchaseDeleted","data":{"purchaseId":"a"}}', reason: 'unknown-event' },
  {
    what: 'an id under another name',
    body: '{"event":"PurchaseUpdated","data":{"transactionId":"a"}}',
    reason: 'no-id',
  },
  {
    what: 'an id that is a path',
    body: '{"event":"PurchaseUpdated","data":{"purchaseId":"../../v1/other"}}',
    reason: 'no-id',
  },
  { what: 'an id that is a number', body: '{"event":"PurchaseUpdated","data":{"purchaseId":7}}', reason: 'no-id' },
  { what: 'a body that was cut off', body: 'a'.repeat(300_000), reason: 'too-large' },
] as const;

let stage: InboxStage;

beforeEach(async () => {
  stage = await InboxStage.start();
});
afterEach(async () => stage.stop());

describe('DW-03 DW-17 DW-24 what the provider prints is understood', () => {
  it('every sample is a hint to look at what it names', async () => {
    await stage.receive(...Object.values(samples));
    const provider = new ScriptedProvider();
    await stage.run(stage.worker(provider));
    const transaction = 'cmdrdvuae01ytec01vtdf3wql';
    const purchase = '5a7e6bad-8ad8-464f-9892-0f2df100b79c';
    expect(provider.asked).toEqual([transaction, 'cmd62lqob00yre7014nj501zc', purchase]);
    expect(await stage.ends()).toEqual([
      `processed deposit ${transaction}`,
      `processed deposit ${transaction}`,
      'processed deposit cmd62lqob00yre7014nj501zc',
      `processed purchase ${purchase}`,
      `processed purchase ${purchase}`,
    ]);
  });

  it('a hint of the Platform is about a transaction, under either name of its id', async () => {
    await stage.receive(
      arrival('{"event":"OutgoingTransactionSent","data":{"transactionId":"tx_1"}}', 'platform'),
      arrival('{"event":"Whatever","data":{"id":"tx_2","status":"Odd"}}', 'platform'),
    );
    await stage.run(stage.worker(new ScriptedProvider()));
    expect(await stage.ends()).toEqual(['processed transaction tx_1', 'processed transaction tx_2']);
  });

  it('DW-23 F5.7 what cannot be understood is quarantined, and nobody is asked', async () => {
    await stage.receive(depositWebhook('good'), ...unreadables.map(({ body }) => body));
    const provider = new ScriptedProvider();
    await stage.run(stage.worker(provider));
    const all = await stage.ends();
    const ends = all.filter((end) => end.startsWith('quarantined'));
    expect(all.filter((end) => !ends.includes(end))).toEqual(['processed deposit good']);
    expect(unreadables.map(({ what }, index) => `${what}: ${ends[index]}`)).toEqual(
      unreadables.map(({ what, reason }) => `${what}: quarantined ${reason}`),
    );
    expect(provider.asked).toEqual(['good']);
  });

  it('an unknown status is looked up all the same, and left for a person', async () => {
    await stage.receive(depositWebhook('a', 'Quantum'));
    const provider = new ScriptedProvider();
    await stage.run(stage.worker(provider));
    expect(provider.asked).toEqual(['a']);
    expect(await stage.ends()).toEqual(['quarantined unknown-status']);
  });

  it('an unknown status of what the provider does not know is left for a person too', async () => {
    await stage.receive(depositWebhook('a', 'Quantum'));
    const provider = new ScriptedProvider();
    provider.answer = () => ({ outcome: 'not-ours', detail: 'the provider knows no such thing' });
    await stage.run(stage.worker(provider));
    expect(await stage.ends()).toEqual(['quarantined unknown-status']);
  });

  it.each([
    ['begins with a byte order mark', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['came compressed', (text: string) => gzipSync(text)],
  ])('a body that %s is read', async (_, written) => {
    await stage.receive(arrival(written(depositWebhook('a'))));
    await stage.run(stage.worker(new ScriptedProvider()));
    expect(await stage.ends()).toEqual(['processed deposit a']);
  });

  it('a compressed body that is no more than that, or unfolds beyond measure, is in quarantine', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, ' '));
    await stage.receive(arrival(bomb.subarray(0, 100)), arrival(bomb));
    await stage.run(stage.worker(new ScriptedProvider()));
    expect(await stage.ends()).toEqual(['quarantined unreadable', 'quarantined unreadable']);
  });

  it('what is not ours is ignored, and an unknown widget quarantined', async () => {
    await stage.receive(depositWebhook('a'), depositWebhook('b'));
    const provider = new ScriptedProvider();
    provider.answer = ({ subjectId }) =>
      subjectId === 'a' ? { outcome: 'not-ours', detail: 'x' } : { outcome: 'unknown-widget' };
    await stage.run(stage.worker(provider));
    expect(await stage.ends()).toEqual(['ignored not-ours', 'quarantined unknown-widget']);
  });
});
