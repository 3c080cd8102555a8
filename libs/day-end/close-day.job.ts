import type { AggregateStore } from '../event-streams/aggregate-store.js';
import type { EventStreams } from '../event-streams/event-streams.js';
import { accountStreamPrefix } from '../ledger/account.codec.js';
import type { Clock } from '../platform/clock.js';
import { dayAfter, dayBounds, dayOf } from './business-day.js';
import { daysFromHistory, type EndedDay } from './day-from-history.js';
import { dayEndCodec, dayEndStream } from './day-end.codec.js';
import type { DayClosed, LogPlace } from './day-end.events.js';
import { closedDay, dayEndDecider, type ClosedDays, type DayEndRejection } from './day-end.js';
import { hashOf, totalsOf } from './trial-balance.js';

/** Days that one reading of the log closes at most; the next run goes on. */
const days_max = 400;

export interface DayToClose {
  readonly day: string;
  readonly timeZone: string;
}

/** Which days are due: those that ended as long ago as `graceMs`, by the clocks of the zone. */
export interface DueDays {
  readonly timeZone: string;
  readonly graceMs: number;
}

export type CloseOutcome =
  | { readonly outcome: 'closed'; readonly day: DayClosed; readonly anew: boolean }
  | { readonly outcome: 'rejected'; readonly rejection: DayEndRejection };

/** Closes business days. Running it again for a closed day gives what was closed and changes nothing. */
export class CloseDayJob {
  constructor(
    private readonly streams: EventStreams,
    private readonly store: AggregateStore,
    private readonly clock: Clock,
  ) {}

  async closedDays(timeZone: string): Promise<ClosedDays> {
    const { state } = await this.store.load(dayEndStream(timeZone), dayEndDecider, dayEndCodec);
    return state;
  }

  /** @throws NoSuchDay; RevisionConflict when another process closes days of this zone all the time. */
  async close(dayToClose: DayToClose, by: string): Promise<CloseOutcome> {
    const { day, timeZone } = dayToClose;
    const { start, end } = dayBounds(day, timeZone);
    const days = await this.closedDays(timeZone);
    const known = closedDay(days, day);
    if (known) return { outcome: 'closed', day: known, anew: false };
    const last = days.at(-1);
    const rejection = last ? undefined : await this.objectionToFirst(dayToClose);
    if (rejection) return { outcome: 'rejected', rejection };
    // The first day that is closed opens with what stood in the books when it began.
    const endedDays: EndedDay[] = [];
    const range = { opensAfter: last?.closesAt, ends: last ? [end] : [start, end] };
    for await (const each of daysFromHistory(this.streams, range)) endedDays.push(each);
    const ended = endedDays.at(-1);
    if (!ended) throw new Error(`${day} has no end`);
    return this.record(dayToClose, { ...ended, opensAfter: last ? last.closesAt : endedDays[0]?.closesAt }, by);
  }

  /** From a day long before everything on, by a slip, one would close empty days for years. */
  private async objectionToFirst({ day, timeZone }: DayToClose): Promise<DayEndRejection | undefined> {
    const first = await this.firstDay(timeZone);
    return first !== undefined && dayAfter(day) < first ? { code: 'day-before-the-books', first } : undefined;
  }

  /**
   * Closes the days that are due, one after the other: from the day after the last closed one, or from that of the first
   * event in the log. What another process closed meanwhile is left to it. @throws NoSuchDay for an unknown zone.
   */
  async closeDue(due: DueDays, by: string): Promise<readonly CloseOutcome[]> {
    const last = (await this.closedDays(due.timeZone)).at(-1);
    const days = await this.dueDays(due, last);
    const outcomes: CloseOutcome[] = [];
    if (days.length === 0) return outcomes;
    let opensAfter = last?.closesAt;
    const names = days.values();
    const ends = days.map((day) => dayBounds(day, due.timeZone).end);
    for await (const ended of daysFromHistory(this.streams, { opensAfter, ends })) {
      const day = names.next().value ?? '';
      const outcome = await this.record({ day, timeZone: due.timeZone }, { ...ended, opensAfter }, by);
      outcomes.push(outcome);
      if (outcome.outcome === 'rejected') return outcomes;
      opensAfter = ended.closesAt;
    }
    return outcomes;
  }

  private async dueDays({ timeZone, graceMs }: DueDays, last: DayClosed | undefined): Promise<string[]> {
    const endedBy = new Date(this.clock.now().getTime() - graceMs);
    let day = last ? dayAfter(last.day) : await this.firstDay(timeZone);
    const due: string[] = [];
    for (; day !== undefined && due.length < days_max && dayBounds(day, timeZone).end <= endedBy; day = dayAfter(day))
      due.push(day);
    return due;
  }

  /** The day in which the first money moved; undefined when none ever did. */
  private async firstDay(timeZone: string): Promise<string | undefined> {
    for await (const { recordedAt } of this.streams.readAll('start', { streamPrefixes: [accountStreamPrefix] }))
      return dayOf(recordedAt, timeZone);
    return undefined;
  }

  private async record(
    { day, timeZone }: DayToClose,
    { lines, opensAfter, closesAt }: EndedDay & { readonly opensAfter: LogPlace | undefined },
    by: string,
  ): Promise<CloseOutcome> {
    const [totals, trialBalanceHash] = [totalsOf(lines), hashOf(lines)];
    const now = this.clock.now();
    const data = { timeZone, day, opensAfter, closesAt, totals, trialBalanceHash, now };
    const executed = await this.store.execute({
      streamName: dayEndStream(timeZone),
      decider: dayEndDecider,
      codec: dayEndCodec,
      command: { type: 'CloseDay', data },
      metadata: { correlationId: `day-end ${day}`, causationId: `day-end ${day}`, actor: by },
    });
    if (executed.outcome === 'rejected') return { outcome: 'rejected', rejection: executed.rejection };
    const closed = closedDay(executed.state, day);
    if (!closed) throw new Error(`${day} was closed and is not there`);
    return { outcome: 'closed', day: closed, anew: executed.events.length > 0 };
  }
}
