import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import { readGoldenEvents } from '#test/wire/golden-events.js';
import { replayed } from './codecs.js';
import { jsonLine, textLine } from './event-lines.js';

const golden = readGoldenEvents();

function stored({ type, data }: Pick<StoredEvent, 'type' | 'data'>): StoredEvent {
  return {
    id: '0f8fad5b-d9cb-469f-a165-70867728950e',
    type,
    data,
    metadata: { correlationId: 'c', causationId: 'c', actor: 'worker' },
    streamName: 'payout-po_1',
    revision: 3n,
    position: { commit: 4_711n, prepare: 4_711n },
    recordedAt: new Date('2026-01-05T12:00:07.089Z'),
  };
}

describe('INV-C3 replaying the log', () => {
  it.each(golden)('lifts $file to what would be written today', ({ type, data }) => {
    const { present } = replayed(stored({ type, data }));
    expect(present?.type.replace(/\.v\d+$/, '')).toBe(type.replace(/\.v\d+$/, ''));
    expect(JSON.parse(jsonLine(replayed(stored({ type, data }))))).toMatchObject({ storedType: type, data });
  });

  it('shows an event that nobody knows as it stands', () => {
    const unknown = stored({ type: 'PayoutForgotten.v9', data: { amount: { minor: '125', asset: 'USDT@tron/6' } } });
    expect(textLine(replayed(unknown))).toBe(
      '2026-01-05T12:00:07.089Z         4711 payout-po_1@3 PayoutForgotten.v9 (unknown) by worker  amount=125:USDT@tron/6',
    );
    expect(JSON.parse(jsonLine(replayed(unknown)))).toMatchObject({ type: null, storedType: 'PayoutForgotten.v9' });
  });
});
