import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { RandomIds } from '#libs/platform/ids.js';
import { MemoryLog, type When } from '#libs/read-store/memory-log.spec-support.js';
import { TestEventStore } from '#test/support/event-store.js';
import { CloseDayJob } from './close-day.job.js';
import { dayFromHistory, shiftedEvents } from './day-from-history.js';
import type { DayClosed } from './day-end.events.js';
import { hashOf } from './trial-balance.js';

let store: TestEventStore;
let streams: EventStreams;
/** The account events, at times of our choosing; the closed days are in the real store. */
let log: MemoryLog;
let job: CloseDayJob;
let timeZone: string;
const now = new Date('2026-04-01T12:00:00.000Z');
const zones = [
  'Berlin',
  'Brussels',
  'Warsaw',
  'Paris',
  'Rome',
  'Madrid',
  'Vienna',
  'Prague',
  'Oslo',
  'Zurich',
  'Lisbon',
  'Athens',
  'Malta',
];

beforeAll(async () => {
  store = await TestEventStore.start();
  streams = connectEventStreams({ connectionString: store.connectionString });
});
afterAll(async () => {
  await streams.close();
  await store.remove();
});
beforeEach(() => {
  timeZone = `Europe/${zones.shift()}`; // Each a stream of its own.
  log = new MemoryLog();
  job = new CloseDayJob(log, new AggregateStore(streams, new RandomIds()), { now: () => now });
});

function credit(minor: bigint, recordedAt: string, effectiveAt?: string): void {
  const amount = { minor: minor.toString(), asset: 'USDT@tron/6' };
  const postings = [{ from: 'external:tron', to: 'wallet:wal_1:available', amount }];
  const data = { walletId: 'wal_1', amount, reason: 'correction', reference: randomUUID(), evidence: 'e', postings };
  const when: When = {
    recordedAt: new Date(recordedAt),
    ...(effectiveAt !== undefined && { effectiveAt: new Date(effectiveAt) }),
  };
  log.record(
    'account-wal_1-USDT@tron/6',
    'AccountCredited.v1',
    { ...data, creditedAt: new Date(recordedAt).toISOString() },
    when,
  );
}

async function close(day: string): Promise<DayClosed> {
  const closed = await job.close({ day, timeZone }, 'user:test');
  if (closed.outcome === 'rejected') throw new Error(closed.rejection.code);
  return closed.day;
}

async function rebuilt({ opensAfter, closesAt: place }: DayClosed) {
  const { trialBalance } = await dayFromHistory(log, { opensAfter, until: { place } });
  return trialBalance.lines();
}

describe('INV-D1 RS-03 closing days', () => {
  it('opens each with the closing balances of the day before', async () => {
    credit(100n, '2026-03-28T10:00:00Z');
    credit(20n, '2026-03-28T22:59:59.999Z');
    credit(3n, '2026-03-28T23:00:00Z'); // Midnight.
    const [first, second] = [await close('2026-03-28'), await close('2026-03-29')];
    expect(second.opensAfter).toEqual(first.closesAt);
    expect(await rebuilt(first)).toMatchObject([
      { account: 'external:tron', opening: 0n, debits: 0n, credits: 120n, closing: -120n },
      { account: 'wallet:wal_1:available', opening: 0n, debits: 120n, credits: 0n, closing: 120n },
    ]);
    expect(await rebuilt(second)).toMatchObject([
      { account: 'external:tron', opening: -120n, credits: 3n, closing: -123n },
      { account: 'wallet:wal_1:available', opening: 120n, debits: 3n, closing: 123n },
    ]);
    expect(first.totals).toEqual([{ asset: 'USDT@tron/6', moved: 120n }]);
  });

  it('closes a day in which nothing happened, and a day before everything', async () => {
    const before = await close('2026-03-26');
    expect(before).toMatchObject({ totals: [], closesAt: undefined });
    credit(100n, '2026-03-27T10:00:00Z');
    const full = await close('2026-03-27');
    const empty = await close('2026-03-28');
    expect(empty.closesAt).toEqual(full.closesAt);
    expect(empty.totals).toEqual([{ asset: 'USDT@tron/6', moved: 0n }]);
  });

  it('opens the first one that is closed with what stood in the books before it', async () => {
    credit(1n, '2026-01-05T10:00:00Z');
    credit(5n, '2026-03-28T10:00:00Z');
    const first = await close('2026-03-28');
    const line = { account: 'wallet:wal_1:available', opening: 1n, debits: 5n, closing: 6n };
    expect(await rebuilt(first)).toContainEqual(expect.objectContaining(line));
    expect(first.totals).toEqual([{ asset: 'USDT@tron/6', moved: 5n }]);
    const next = await close('2026-03-29');
    expect(await rebuilt(next)).toContainEqual(
      expect.objectContaining({ account: line.account, opening: 6n, debits: 0n }),
    );
  });

  it('refuses to begin long before everything, which only a slip would', async () => {
    credit(1n, '2026-03-28T10:00:00Z');
    await expect(close('2006-03-28')).rejects.toThrow('day-before-the-books');
    expect(await close('2026-03-27')).toMatchObject({ totals: [] });
  });

  it('gives what was closed first, whatever came later', async () => {
    credit(100n, '2026-03-28T10:00:00Z');
    const first = await close('2026-03-28');
    credit(1n, '2026-03-28T11:00:00Z'); // By a clock that was put back.
    expect(await close('2026-03-28')).toEqual(first);
    expect(hashOf(await rebuilt(first))).toBe(first.trialBalanceHash);
  });

  it('is closed once by two that close it at the same time', async () => {
    credit(100n, '2026-03-28T10:00:00Z');
    const days = await Promise.all([close('2026-03-28'), close('2026-03-28')]);
    expect(days[0]).toEqual(days[1]);
    expect(await job.closedDays(timeZone)).toHaveLength(1);
  });

  it('is the same while events arrive', async () => {
    credit(100n, '2026-03-28T10:00:00Z');
    const closing = close('2026-03-28');
    for (let n = 0; n < 50; n++) credit(1n, '2026-03-29T00:00:01Z');
    const closed = await closing;
    expect(closed.totals).toEqual([{ asset: 'USDT@tron/6', moved: 100n }]);
    expect(hashOf(await rebuilt(closed))).toBe(closed.trialBalanceHash);
  });
});

describe('INV-D1 closing the days that are due', () => {
  const graceMs = 5 * 60_000;
  const at = (instant: string) =>
    new CloseDayJob(log, new AggregateStore(streams, new RandomIds()), { now: () => new Date(instant) });
  const daysClosedAt = async (instant: string) =>
    (await at(instant).closeDue({ timeZone, graceMs }, 'worker')).map((closing) =>
      closing.outcome === 'closed' ? closing.day.day : closing.rejection.code,
    );

  it('closes none before the first event, and none until its grace has passed', async () => {
    expect(await daysClosedAt('2026-03-28T12:00:00Z')).toEqual([]);
    credit(100n, '2026-03-28T10:00:00Z');
    expect(await daysClosedAt('2026-03-28T23:04:59Z')).toEqual([]);
    expect(await daysClosedAt('2026-03-28T23:05:00Z')).toEqual(['2026-03-28']);
    expect(await daysClosedAt('2026-03-28T23:05:30Z')).toEqual([]);
  });

  it('catches up on missed days in order, the 23 hours of a clock change and an empty day among them', async () => {
    credit(100n, '2026-03-27T10:00:00Z');
    expect(await daysClosedAt('2026-03-28T00:00:00Z')).toEqual(['2026-03-27']);
    credit(20n, '2026-03-28T22:59:59Z');
    credit(3n, '2026-03-28T23:00:00Z'); // 29 March, which ends at 22:00.
    credit(4n, '2026-03-29T21:59:59Z');
    credit(5n, '2026-03-29T22:00:00Z');
    credit(6n, '2026-03-31T22:00:00Z');
    const missed = ['2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31'];
    expect(await daysClosedAt('2026-04-01T12:00:00Z')).toEqual(missed);
    const days = await job.closedDays(timeZone);
    expect(days.map(({ totals }) => totals[0]?.moved)).toEqual([100n, 20n, 7n, 5n, 0n]);
    for (const [index, day] of days.entries()) {
      expect(day.opensAfter).toEqual(days[index - 1]?.closesAt);
      expect(hashOf(await rebuilt(day))).toBe(day.trialBalanceHash);
    }
  });

  it('closes each once where two do it, and another closes one of them by hand', async () => {
    for (const day of ['27', '28', '29']) credit(1n, `2026-03-${day}T10:00:00Z`);
    const two = [daysClosedAt('2026-03-31T00:00:00Z'), daysClosedAt('2026-03-31T00:00:00Z')];
    await Promise.all([...two, close('2026-03-27')]);
    const days = await job.closedDays(timeZone);
    expect(days.map(({ day, totals }) => [day, totals[0]?.moved])).toEqual([
      ['2026-03-27', 1n],
      ['2026-03-28', 1n],
      ['2026-03-29', 1n],
      ['2026-03-30', 0n],
    ]);
  });
});

describe('RS-02 events that are dated back after the close', () => {
  it('belong to the next day, leave the closed one bit for bit, and are listed, exactly they', async () => {
    credit(100n, '2026-03-28T10:00:00Z');
    credit(7n, '2026-03-28T11:00:00Z', '2026-03-30T00:00:00Z');
    const closed = await close('2026-03-28');
    const lines = await rebuilt(closed);
    for (let n = 1; n <= 5; n++) credit(BigInt(n), `2026-03-29T0${n}:00:00Z`, `2026-03-28T0${n}:00:00Z`);
    credit(50n, '2026-03-29T06:00:00Z');
    expect(await rebuilt(closed)).toEqual(lines);
    const end = new Date('2026-03-29T00:00:00Z');
    const shifted = await shiftedEvents(log, closed.closesAt ?? { commit: 0n, prepare: 0n }, end);
    expect(shifted.map(({ shift, event }) => `${shift} ${event.revision}`)).toEqual([
      'ahead 1',
      'late 2',
      'late 3',
      'late 4',
      'late 5',
      'late 6',
    ]);
    expect((await close('2026-03-29')).totals).toEqual([{ asset: 'USDT@tron/6', moved: 65n }]);
  });
});
