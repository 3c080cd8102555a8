import { effectiveAt } from '../event-streams/effective-at.js';
import type { EventStreams, Position, StoredEvent } from '../event-streams/event-streams.js';
import { comparePositions } from '../event-streams/event-streams.js';
import { accountCodec, accountStreamPrefix } from '../ledger/account.codec.js';
import type { LogPlace } from './day-end.events.js';
import { TrialBalance, type TrialBalanceLine } from './trial-balance.js';

/** Where a day of the log begins and ends: by places, or by the instant after which events belong to the next day. */
export interface DayOfLog {
  readonly opensAfter: LogPlace | undefined;
  readonly until: { readonly place: LogPlace | undefined } | { readonly instant: Date };
}

export interface DayFromHistory {
  readonly trialBalance: TrialBalance;
  /** The last event that belongs to it, or to the days before. */
  readonly closesAt: LogPlace | undefined;
}

/** The trial balance of a day out of the log alone. The log is read once, and nothing but the sums is kept. */
export async function dayFromHistory(streams: EventStreams, day: DayOfLog): Promise<DayFromHistory> {
  const trialBalance = new TrialBalance();
  let closesAt: LogPlace | undefined;
  for await (const event of streams.readAll('start', { streamPrefixes: [accountStreamPrefix] })) {
    if (isPast(event, day.until)) break;
    add(trialBalance, event, day.opensAfter);
    closesAt = event.position;
  }
  return { trialBalance, closesAt };
}

export interface EndedDay {
  readonly lines: readonly TrialBalanceLine[];
  /** The last event that belongs to it, or to the days before. */
  readonly closesAt: LogPlace | undefined;
}

/** Consecutive days, of which the first opens after a place of the log. */
export interface DaysOfLog {
  readonly opensAfter: LogPlace | undefined;
  /** The first instant after each of them, oldest first. */
  readonly ends: readonly Date[];
}

/** The trial balances of days that follow one another, in one reading of the log. */
export async function* daysFromHistory(
  streams: EventStreams,
  { opensAfter, ends }: DaysOfLog,
): AsyncGenerator<EndedDay> {
  const trialBalance = new TrialBalance();
  const open = ends.values();
  let end = open.next().value;
  let closesAt: LogPlace | undefined;
  for await (const event of streams.readAll('start', { streamPrefixes: [accountStreamPrefix] })) {
    for (; end && event.recordedAt >= end; end = open.next().value) {
      yield { lines: trialBalance.lines(), closesAt };
      trialBalance.startNextDay();
    }
    if (!end) return;
    add(trialBalance, event, opensAfter);
    closesAt = event.position;
  }
  for (; end; end = open.next().value) {
    yield { lines: trialBalance.lines(), closesAt };
    trialBalance.startNextDay();
  }
}

/** What came before the days is what they open with. */
function add(trialBalance: TrialBalance, event: StoredEvent, opensAfter: LogPlace | undefined): void {
  const isOfDays = isAfter(event.position, opensAfter);
  for (const posting of accountCodec.decode(event).data.postings)
    if (isOfDays) trialBalance.post(posting);
    else trialBalance.open(posting);
}

function isPast({ position, recordedAt }: StoredEvent, until: DayOfLog['until']): boolean {
  return 'instant' in until ? recordedAt >= until.instant : isAfter(position, until.place);
}

/** Everything is after no place. */
export function isAfter(position: Position, place: LogPlace | undefined): boolean {
  return place === undefined || comparePositions(position, place) > 0;
}

/** An account event that took effect on the other side of a day's end than it was recorded on. */
export interface ShiftedEvent {
  readonly event: StoredEvent;
  readonly effectiveAt: Date;
  /** `late`: belongs to the day by its effect, was recorded after it was closed. `ahead`: the other way round. */
  readonly shift: 'late' | 'ahead';
}

/** Exactly the events by which a day as it was closed differs from the day as it is known now, in the order of the log. */
export async function shiftedEvents(streams: EventStreams, closesAt: LogPlace, end: Date): Promise<ShiftedEvent[]> {
  const shifted: ShiftedEvent[] = [];
  for await (const event of streams.readAll('start', { streamPrefixes: [accountStreamPrefix] })) {
    if (event.metadata.effectiveAt === undefined) continue;
    const effective = effectiveAt(event);
    const shift = shiftOf(event.position, effective, { closesAt, end });
    if (shift) shifted.push({ event, effectiveAt: effective, shift });
  }
  return shifted;
}

function shiftOf(
  position: Position,
  effective: Date,
  { closesAt, end }: { readonly closesAt: LogPlace; readonly end: Date },
): ShiftedEvent['shift'] | undefined {
  const isClosedIn = comparePositions(position, closesAt) <= 0;
  const isEffective = effective < end;
  if (isClosedIn === isEffective) return undefined;
  return isEffective ? 'late' : 'ahead';
}
