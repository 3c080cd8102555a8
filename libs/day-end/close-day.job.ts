import type { AggregateStore } from '../event-streams/aggregate-store.js';
import type { EventStreams } from '../event-streams/event-streams.js';
import type { Clock } from '../platform/clock.js';
import { dayBounds } from './business-day.js';
import { dayFromHistory } from './day-from-history.js';
import { dayEndCodec, dayEndStream } from './day-end.codec.js';
import type { DayClosed } from './day-end.events.js';
import { closedDay, dayEndDecider, type ClosedDays, type DayEndRejection } from './day-end.js';
import { hashOf, totalsOf } from './trial-balance.js';

export interface DayToClose {
  readonly day: string;
  readonly timeZone: string;
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
  async close({ day, timeZone }: DayToClose, by: string): Promise<CloseOutcome> {
    const { end } = dayBounds(day, timeZone);
    const days = await this.closedDays(timeZone);
    const known = closedDay(days, day);
    if (known) return { outcome: 'closed', day: known, anew: false };
    const opensAfter = days.at(-1)?.closesAt;
    const { trialBalance, closesAt } = await dayFromHistory(this.streams, { opensAfter, until: { instant: end } });
    const lines = trialBalance.lines();
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
