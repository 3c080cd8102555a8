import { describe, expect, it } from '@jest/globals';
import { RevisionGap } from './event-streams.errors.js';
import { logStart, type Position, type StoredEvent } from './event-streams.js';
import { LogOrder } from './log-order.js';

const at = (place: number): Position => ({ commit: BigInt(place), prepare: BigInt(place) });

function event(place: number, streamName: string, revision: number): StoredEvent {
  const metadata = { correlationId: 'c', causationId: 'c', actor: 'worker' };
  const body = { id: 'i', type: 'T.v1', data: {}, metadata, recordedAt: new Date(0) };
  return { ...body, streamName, revision: BigInt(revision), position: at(place) };
}

describe('F7.7 order of the log', () => {
  it('takes every event once', () => {
    const order = new LogOrder('start');
    expect([event(1, 'a', 0), event(2, 'b', 0), event(3, 'a', 1)].map((e) => order.accept(e))).toEqual([
      true,
      true,
      true,
    ]);
    expect([event(2, 'b', 0), event(3, 'a', 1)].map((e) => order.accept(e))).toEqual([false, false]);
    expect(order.considered).toEqual(at(3));
  });

  it('compares both parts of a position', () => {
    const order = new LogOrder('start');
    order.accept({ ...event(5, 'a', 0), position: { commit: 5n, prepare: 3n } });
    expect(order.accept({ ...event(5, 'a', 1), position: { commit: 5n, prepare: 4n } })).toBe(true);
  });

  it('notices a missing event of a stream that it knows', () => {
    const order = new LogOrder(at(1));
    order.accept(event(2, 'a', 7));
    expect(() => order.accept(event(4, 'a', 9))).toThrow(RevisionGap);
    expect(order.considered).toEqual(at(2));
    expect(order.accept(event(3, 'a', 8))).toBe(true);
  });

  it('notices a missing beginning when the log is read from its start, by position too', () => {
    expect(() => new LogOrder('start').accept(event(1, 'a', 1))).toThrow(RevisionGap);
    expect(() => new LogOrder(logStart).accept(event(1, 'a', 1))).toThrow(RevisionGap);
    expect(new LogOrder(at(1)).accept(event(2, 'a', 1))).toBe(true);
  });

  it('does not guess about streams that it had to forget', () => {
    const order = new LogOrder('start');
    for (let n = 0; n < 20_001; n++) order.accept(event(n + 1, `s-${n}`, 0));
    expect(order.accept(event(30_000, 's-0', 1))).toBe(true);
    expect(() => order.accept(event(30_001, 's-20000', 2))).toThrow(RevisionGap);
  });
});

describe('F7.7 checkpoints', () => {
  it('count when a later one has come', () => {
    const order = new LogOrder('start');
    order.reach(at(10));
    expect(order.considered).toEqual(logStart);
    order.reach(at(20));
    expect(order.considered).toEqual(at(10));
  });

  it('do not pass an event that is still to come', () => {
    const order = new LogOrder('start');
    order.reach(at(10));
    expect(order.accept(event(10, 'a', 0))).toBe(true);
    expect(order.considered).toEqual(at(10));
  });

  it('stop the reader when one that counted had passed an event over', () => {
    const order = new LogOrder('start');
    order.reach(at(10));
    order.reach(at(20));
    expect(() => order.accept(event(9, 'a', 0))).toThrow(RevisionGap);
  });

  it('start over with a new connection', () => {
    const order = new LogOrder('start');
    expect(order.reconnect()).toBe('start');
    order.reach(at(10));
    order.reach(at(20));
    expect(order.reconnect()).toEqual(at(10));
    order.reach(at(15));
    expect(order.considered).toEqual(at(10));
  });
});
