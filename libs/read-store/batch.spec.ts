import { describe, expect, it } from '@jest/globals';
import { Batch } from './batch.js';
import { Delivery, PoisonEvent } from './delivery.js';
import { MemoryLog } from './memory-log.spec-support.js';
import { tillsProjection } from './sample-projection.spec-support.js';

const projection = tillsProjection();
const opened = (log: MemoryLog, till: string, owner = 'ann'): Delivery =>
  new Delivery(log.record(`till-${till}`, 'TillOpened.v1', { till, owner }));

describe('Batch', () => {
  it('keeps nothing of an event that it cannot fold, though half of its changes were', () => {
    const log = new MemoryLog();
    const [batch, expected] = [new Batch(projection, undefined), new Batch(projection, undefined)];
    const first = opened(log, 'a');
    batch.add(first);
    expected.add(first);
    const closed = new Delivery(log.record('till-a', 'TillClosed.v1', { till: 'a' }));
    batch.add(closed);
    expected.add(closed);
    expect(() => batch.add(opened(log, 'a', 'bob'))).toThrow(PoisonEvent);
    expect(rowsOf(batch)).toEqual(rowsOf(expected));
    expect(batch.to).toEqual(closed.meta.position);
  });

  it('names the event and why it cannot be folded', () => {
    const log = new MemoryLog();
    const unknown = new Delivery(log.record('till-a', 'TillStolen.v1', {}));
    const malformed = new Delivery(log.record('till-a', 'MoneyMoved.v1', { till: 'a', minor: 1.5 }));
    const add = (delivery: Delivery) => () => new Batch(projection, undefined).add(delivery);
    expect(add(unknown)).toThrow('UnknownEventType: No codec knows the event type TillStolen.v1');
    expect(add(malformed)).toThrow(/MalformedEvent: MoneyMoved.v1: .*minor/s);
    expect(new PoisonEvent(unknown, 'why').stoppedAt).toEqual({
      event: 'till-a@0',
      type: 'TillStolen.v1',
      id: unknown.stored.id,
      reason: 'why',
    });
  });

  it('splits into halves that lead to the same place', () => {
    const log = new MemoryLog();
    const batch = new Batch(projection, undefined);
    for (const till of ['a', 'b', 'c']) batch.add(opened(log, till));
    batch.consider({ commit: 900n, prepare: 900n });
    const [first, second] = batch.halves();
    expect([first.deliveries.length, second.deliveries.length]).toEqual([2, 1]);
    expect([first.from, first.to]).toEqual([undefined, log.events[1]?.position]);
    expect([second.from, second.to]).toEqual([log.events[1]?.position, batch.to]);
  });
});

function rowsOf({ fold }: Batch): unknown {
  return fold.tables.map(({ appended, rounds }) => [appended, ...rounds.map((rows) => [...rows.values()])]);
}
