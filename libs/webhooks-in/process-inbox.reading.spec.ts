import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { arrival, depositWebhook, InboxStage, ScriptedProvider } from './inbox-stage.fixtures.js';
import { samples } from './webhook-samples.fixtures.js';

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

  it.each([
    ['no JSON', 'nonsense', 'unreadable'],
    ['nothing', '', 'unreadable'],
    ['a list', '[]', 'unreadable'],
    ['an event without data', '{"event":"PurchaseUpdated"}', 'unreadable'],
    ['deep nesting', `{"event":"x","data":${'['.repeat(10_000)}`, 'unreadable'],
    ['a key twice', '{"event":"PurchaseUpdated","data":{"purchaseId":"a","purchaseId":"b"}}', 'unreadable'],
    ['an unknown event', '{"event":"PurchaseDeleted","data":{"purchaseId":"a"}}', 'unknown-event'],
    ['an id under another name', '{"event":"PurchaseUpdated","data":{"transactionId":"a"}}', 'no-id'],
    ['an id that is a path', '{"event":"PurchaseUpdated","data":{"purchaseId":"../../v1/other"}}', 'no-id'],
    ['an id that is a number', '{"event":"PurchaseUpdated","data":{"purchaseId":7}}', 'no-id'],
    ['a body that was cut off', 'a'.repeat(300_000), 'too-large'],
  ])('DW-23 F5.7 %s is quarantined, and nobody is asked', async (_, body, reason) => {
    await stage.receive(body, depositWebhook('good'));
    const provider = new ScriptedProvider();
    await stage.run(stage.worker(provider));
    expect((await stage.ends()).toSorted()).toEqual(['processed deposit good', `quarantined ${reason}`]);
    expect(provider.asked).toEqual(['good']);
  });

  it('an unknown status is looked up all the same, and left for a person', async () => {
    await stage.receive(depositWebhook('a', 'Quantum'));
    const provider = new ScriptedProvider();
    await stage.run(stage.worker(provider));
    expect(provider.asked).toEqual(['a']);
    expect(await stage.ends()).toEqual(['quarantined unknown-status']);
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
