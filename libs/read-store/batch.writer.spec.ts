import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Batch } from './batch.js';
import { writeBatch } from './batch.writer.js';
import type { ChangeFold } from './change.fold.js';
import { Delivery } from './delivery.js';
import { EngineHarness } from './engine.spec-support.js';
import { prepareProjections } from './projection.registry.js';
import { ProjectionStore, type Step } from './projection.store.js';
import { tillsProjection } from './sample-projection.spec-support.js';

/** A store whose connection breaks around some writes. */
class BrokenStore extends ProjectionStore {
  failures: ('before' | 'after')[] = [];

  override async write(fold: ChangeFold, step: Step): Promise<void> {
    const failure = this.failures.shift();
    if (failure !== 'before') await super.write(fold, step);
    if (failure !== undefined) throw new Error('Connection terminated unexpectedly');
  }
}

describe('writeBatch', () => {
  const projection = tillsProjection();
  let harness: EngineHarness;
  let store: BrokenStore;
  const retries: number[] = [];
  const controller = new AbortController();
  const observer = {
    onRetry: (attempt: number) => void retries.push(attempt),
    onRecovered: () => void retries.push(0),
  };
  const options = () => ({ store, observer, signal: controller.signal });

  beforeEach(async () => {
    harness = await EngineHarness.create();
    await prepareProjections(harness.database, [projection]);
    store = new BrokenStore(harness.database, projection);
    retries.length = 0;
  });
  afterEach(() => harness.close());

  function batchOf(count: number): Batch {
    const batch = new Batch(projection, undefined);
    for (let n = 0; n < count; n++)
      batch.add(new Delivery(harness.log.record('till-a', 'MoneyMoved.v1', { till: 'a', minor: '1' })));
    return batch;
  }

  it('F7.1 tries again until the database answers, and says so', async () => {
    store.failures = ['before', 'before'];
    await writeBatch(batchOf(3), options());
    expect(retries).toEqual([1, 2, 0]);
    expect(await harness.rows(projection)).toMatchObject({ till_balance: [{ balance_minor: '3' }] });
  });

  it('F7.1 recognises a commit whose answer was lost', async () => {
    store.failures = ['after', 'before'];
    await writeBatch(batchOf(3), options());
    expect(await harness.rows(projection)).toMatchObject({ till_balance: [{ balance_minor: '3' }] });
  });

  it('F7.3 refuses to build on a checkpoint that somebody else moved', async () => {
    const [first, second] = [batchOf(3), batchOf(2)];
    await writeBatch(first, options());
    await expect(writeBatch(second, options())).rejects.toMatchObject({ name: 'CheckpointConflict' });
    store.failures = ['before'];
    await expect(writeBatch(second, options())).rejects.toMatchObject({ name: 'CheckpointConflict' });
    expect(await harness.rows(projection)).toMatchObject({ till_balance: [{ balance_minor: '3' }] });
  });

  it('F7.4 pins down the event that the database refuses, and writes those before it', async () => {
    const batch = new Batch(projection, undefined);
    const record = (till: string, type: string, data: Record<string, string>) =>
      batch.add(new Delivery(harness.log.record(`till-${till}`, `${type}.v1`, { till, ...data })));
    for (const till of ['a', 'b', 'c']) record(till, 'TillOpened', { owner: till });
    record('a', 'TillLabelled', { label: 'x' });
    record('b', 'TillLabelled', { label: 'x' });
    record('c', 'TillClosed', {});
    await expect(writeBatch(batch, options())).rejects.toMatchObject({
      stoppedAt: { event: 'till-b@1', reason: expect.stringMatching(/duplicate key.*label/) },
    });
    expect(await harness.rows(projection)).toMatchObject({
      till: [{ label: 'x' }, { label: null }, { closed: false }],
    });
    expect((await store.load())?.position).toEqual(harness.log.events[3]?.position);
  });

  it('writes what is refused only because the batch touches its rows in another order than the log', async () => {
    const first = new Batch(projection, undefined);
    const record = (batch: Batch, till: string, type: string, data: Record<string, string | null>) =>
      batch.add(new Delivery(harness.log.record(`till-${till}`, `${type}.v1`, { till, ...data })));
    for (const till of ['a', 'b']) record(first, till, 'TillOpened', { owner: till });
    record(first, 'b', 'TillLabelled', { label: 'x' });
    await writeBatch(first, options());
    const second = new Batch(projection, first.to);
    record(second, 'b', 'TillLabelled', { label: null });
    record(second, 'a', 'TillLabelled', { label: 'x' });
    await expect(store.write(second.fold, stepOf(second))).rejects.toThrow('duplicate key');
    await writeBatch(second, options());
    expect(await harness.rows(projection)).toMatchObject({ till: [{ label: 'x' }, { label: null }] });
  });

  it('gives up waiting when told to', async () => {
    store.failures = Array.from({ length: 50 }, () => 'before');
    setTimeout(() => controller.abort(), 20);
    await expect(writeBatch(batchOf(1), options())).rejects.toMatchObject({ name: 'AbortError' });
  });
});

function stepOf({ from, to }: Batch): Step {
  if (to === undefined) throw new Error('An empty batch leads nowhere');
  return { from, to };
}
