import { describe, expect, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import { stored } from '../decider/laws.fixtures.js';
import { dayEndCodec, dayEndStream } from './day-end.codec.js';
import { closeDay, firstDay, secondDay } from './day-end.fixtures.js';
import { dayEndDecider } from './day-end.js';

const { given } = givenWhenThen(dayEndDecider);

describe('INV-D1 closing a business day', () => {
  it('closes any day first, and then one after the other', () => {
    given().when(closeDay(firstDay)).thenFacts(firstDay);
    given(firstDay).when(closeDay(secondDay)).thenFacts(secondDay);
  });

  it('closes a day once, as it was closed first', () => {
    given(firstDay).when(closeDay(firstDay)).thenNothing();
    given(firstDay, secondDay)
      .when(closeDay(firstDay, { trialBalanceHash: 'another', closesAt: { commit: 1n, prepare: 1n } }))
      .thenNothing();
  });

  it('leaves no day out', () =>
    given(firstDay)
      .when(closeDay(secondDay, { day: '2026-03-30', now: new Date('2026-04-02') }))
      .thenRejects('earlier-day-open', { day: '2026-03-29' }));

  it('does not go back before the first', () =>
    given(firstDay)
      .when(closeDay(secondDay, { day: '2026-03-27' }))
      .thenRejects('day-before-the-first', { first: '2026-03-28' }));

  it('waits until the day is over, by the clocks of its zone', () => {
    const end = new Date('2026-03-29T22:00:00.000Z'); // 23 hours: its clocks were put forward.
    given(firstDay)
      .when(closeDay(secondDay, { now: new Date(end.getTime() - 1) }))
      .thenRejects('day-not-over', { endsAt: end });
    given(firstDay)
      .when(closeDay(secondDay, { now: end }))
      .thenFacts({ ...secondDay, data: { ...secondDay.data, closedAt: end } });
  });

  it('opens where the day before closed', () => {
    const elsewhere = { opensAfter: { commit: 901n, prepare: 901n } };
    given(firstDay).when(closeDay(secondDay, elsewhere)).thenRejects('day-opens-elsewhere');
  });
});

describe('INV-C3 a closed day in the log', () => {
  it('is read back as it was written', () => {
    expect(stored(dayEndCodec, firstDay)).toEqual(firstDay);
    expect(stored(dayEndCodec, secondDay)).toEqual(secondDay);
  });

  it('stands in a stream whose name has no slash', () =>
    expect(dayEndStream('America/Argentina/Salta')).toBe('day-end-America.Argentina.Salta'));
});
