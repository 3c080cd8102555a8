import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { dayAfter, dayBounds, dayOf, NoSuchDay } from './business-day.js';

const hour = 3_600_000;

describe('INV-D1 the bounds of a business day', () => {
  it.each([
    ['UTC', '2026-03-29', '2026-03-29T00:00:00.000Z', 24],
    ['Europe/Berlin', '2026-03-28', '2026-03-27T23:00:00.000Z', 24],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z', 23],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z', 25],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z', 23],
    ['Asia/Kolkata', '2026-01-05', '2026-01-04T18:30:00.000Z', 24],
    ['Pacific/Auckland', '2026-09-27', '2026-09-26T12:00:00.000Z', 23],
    ['America/Havana', '2026-03-08', '2026-03-08T05:00:00.000Z', 23], // Its clocks skip midnight itself.
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z', 25], // Its midnight comes twice.
  ])('in %s of %s are %s and %d hours later', (timeZone, day, start, hours) => {
    const bounds = dayBounds(day, timeZone);
    expect(bounds.start.toISOString()).toBe(start);
    expect((bounds.end.getTime() - bounds.start.getTime()) / hour).toBe(hours);
  });

  it('leave no instant out and count none twice', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe');
    const instants = fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(zones, instants, (timeZone, instant) => {
        const day = dayOf(instant, timeZone);
        const { start, end } = dayBounds(day, timeZone);
        expect(start <= instant && instant < end).toBe(true);
        expect(dayBounds(dayAfter(day), timeZone).start).toEqual(end);
      }),
    );
  });

  it.each([['2026-02-30'], ['2026-3-1'], ['today'], ['']])('are none of %j', (day) =>
    expect(() => dayBounds(day, 'UTC')).toThrow(NoSuchDay),
  );

  it('are none in a zone that does not exist', () =>
    expect(() => dayBounds('2026-03-29', 'Europe/Atlantis')).toThrow(NoSuchDay));
});
