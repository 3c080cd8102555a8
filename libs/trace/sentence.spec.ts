import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import { readGoldenEvents } from '#test/wire/golden-events.js';
import { chainCodec, tracedEvent } from './chain-event.js';
import { timelineOf } from './timeline.js';

const golden = readGoldenEvents().filter(({ type }) => chainCodec.storedTypes.includes(type));

function stored(type: string, data: StoredEvent['data'], seconds = 0): StoredEvent {
  return {
    id: randomUUID(),
    type,
    data,
    metadata: { correlationId: 'c', causationId: 'c', actor: 'worker' },
    streamName: 'payout-po_1',
    revision: 3n,
    position: { commit: 4_711n, prepare: 4_711n },
    recordedAt: new Date(Date.UTC(2026, 0, 5, 12, 0, seconds)),
  };
}

describe('PO-02 a timeline', () => {
  it.each(golden)('says in one sentence what $file means', ({ type, data }) => {
    const [step] = timelineOf([tracedEvent(stored(type, data))]);
    expect(step?.sentence).toMatch(/^[A-Z0-9“][^\n]{5,250}\.$/);
    expect(step?.sentence).not.toMatch(/undefined|\[object|Invalid/);
    expect(`${step?.event}.`).toBe(type.replace(/v\d+$/, ''));
  });

  it('has the amounts as decimals, and how long it took', () => {
    const held = golden.find(({ type }) => type === 'FundsHeld.v1');
    const intended = golden.find(({ type }) => type === 'PayoutIntended.v1');
    if (!held || !intended) throw new Error('The golden events are missing');
    const steps = timelineOf([
      tracedEvent(stored(intended.type, intended.data)),
      tracedEvent(stored(held.type, held.data, 75)),
    ]);
    expect(steps[0]).toMatchObject({ elapsedMs: 0, amounts: [], postings: [] });
    const { amount, asset } = steps[1]?.amounts[0] ?? {};
    expect(steps[1]?.amounts).toEqual([{ name: 'amount', amount, asset: 'USDT@tron' }]);
    expect(steps[1]).toMatchObject({ elapsedMs: 75_000, postings: [{ amount, asset }] });
    expect(JSON.stringify(steps[1]?.postings)).toContain(':reserved');
    expect(BigInt((amount ?? '').replace('.', '')) > 0n).toBe(true);
  });
});
