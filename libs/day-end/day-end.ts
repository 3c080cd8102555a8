import { accept, reject, type Decider, type Decision } from '../decider/decider.js';
import { dayAfter, dayBounds } from './business-day.js';
import type { DayClosed, DayEndEvent, LogPlace } from './day-end.events.js';
import type { AssetTotal } from './trial-balance.js';

export interface DayEndCommand {
  readonly type: 'CloseDay';
  readonly data: CloseDay;
}

export interface CloseDay {
  readonly timeZone: string;
  readonly day: string;
  readonly opensAfter: LogPlace | undefined;
  readonly closesAt: LogPlace | undefined;
  readonly totals: readonly AssetTotal[];
  readonly trialBalanceHash: string;
  readonly now: Date;
}

export type DayEndRejection =
  | { readonly code: 'day-not-over'; readonly endsAt: Date }
  | { readonly code: 'earlier-day-open'; readonly day: string }
  | { readonly code: 'day-before-the-first'; readonly first: string }
  /** Before the day before the first event. */
  | { readonly code: 'day-before-the-books'; readonly first: string }
  | { readonly code: 'day-opens-elsewhere' };

/** The days of one time zone that were closed, oldest first. */
export type ClosedDays = readonly DayClosed[];

export const dayEndDecider: Decider<DayEndCommand, ClosedDays, DayEndEvent, DayEndRejection> = {
  initial: [],
  decide: ({ data }, days): Decision<DayEndEvent, DayEndRejection> => closeDay(data, days),
  evolve: (days, { data }) => [...days, data],
};

function closeDay({ now, ...closing }: CloseDay, days: ClosedDays): Decision<DayEndEvent, DayEndRejection> {
  if (closedDay(days, closing.day)) return accept(); // As it was closed first, for ever.
  const [first, last] = [days[0], days.at(-1)];
  if (first && closing.day < first.day) return reject({ code: 'day-before-the-first', first: first.day });
  const next = last && dayAfter(last.day);
  if (next !== undefined && next !== closing.day) return reject({ code: 'earlier-day-open', day: next });
  const { end } = dayBounds(closing.day, closing.timeZone);
  if (now < end) return reject({ code: 'day-not-over', endsAt: end });
  if (last && !isSamePlace(last.closesAt, closing.opensAfter)) return reject({ code: 'day-opens-elsewhere' });
  return accept({ type: 'DayClosed', data: { ...closing, closedAt: now } });
}

export function closedDay(days: ClosedDays, day: string): DayClosed | undefined {
  return days.find((closed) => closed.day === day);
}

function isSamePlace(a: LogPlace | undefined, b: LogPlace | undefined): boolean {
  return a?.commit === b?.commit && a?.prepare === b?.prepare;
}
