/** A calendar day, `2026-03-29`. */
export type CalendarDay = string;

/** The first instant of a business day and the first after it: 23 to 25 hours apart where clocks are changed. */
export interface DayBounds {
  readonly start: Date;
  readonly end: Date;
}

/** Neither a day of the calendar nor a time zone that is known. */
export class NoSuchDay extends Error {
  override readonly name = 'NoSuchDay';
}

const dayMs = 86_400_000;

/** @param timeZone an IANA name: `Europe/Berlin`, `UTC`. @throws NoSuchDay */
export function dayBounds(day: CalendarDay, timeZone: string): DayBounds {
  return { start: startOf(day, timeZone), end: startOf(dayAfter(day), timeZone) };
}

/** @throws NoSuchDay */
export function dayAfter(day: CalendarDay): CalendarDay {
  return dayText(midnightUtc(day) + dayMs);
}

/** The business day that an instant belongs to. @throws NoSuchDay */
export function dayOf(instant: Date, timeZone: string): CalendarDay {
  return dayText(instant.getTime() + offsetAt(instant.getTime(), timeZone));
}

/**
 * Midnight, by the zone's clocks; where they skip it, the first instant after. Found as the earliest instant whose local
 * day is this one, among those that the offsets around it allow.
 */
function startOf(day: CalendarDay, timeZone: string): Date {
  const midnight = midnightUtc(day);
  const offsets = [midnight - dayMs, midnight, midnight + dayMs].map((at) => offsetAt(at, timeZone));
  const candidates = offsets.map((offset) => midnight - offset).sort((a, b) => a - b);
  const start = candidates.find((at) => dayOf(new Date(at), timeZone) === day);
  if (start === undefined) throw new NoSuchDay(`${day} does not begin in ${timeZone}`);
  return new Date(start);
}

function midnightUtc(day: CalendarDay): number {
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(at) || dayText(at) !== day) throw new NoSuchDay(`${day} is no day, such as 2026-03-29`);
  return at;
}

function dayText(at: number): CalendarDay {
  return new Date(at).toISOString().slice(0, 10);
}

/** How far the zone's clocks are ahead of UTC, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const parts = formatOf(timeZone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(at / 1_000) * 1_000;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB-u-ca-iso8601', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch (error) {
    throw new NoSuchDay(`${timeZone} is no time zone, such as Europe/Berlin`, { cause: error });
  }
}
