import { dayBounds, dayOf } from '#libs/day-end/business-day.js';
import type { Database } from '#libs/read-store/database.js';
import { positionAt } from '#projections/balances/balances-at.queries.js';
import type { ExportRange } from '#projections/exports/export-dataset.js';
import { commonPosition } from '#projections/exports/export-range.queries.js';
import type { LogMoment } from '../support/log-moment.js';
import { mustBeProjected } from '../support/must-be-projected.js';
import { Refused } from '../support/run-command.js';

export interface RangeOptions {
  readonly from?: LogMoment;
  readonly to?: LogMoment;
  readonly day?: string;
  readonly zone: string;
}

/** Business days one after the other; the first and the last may be the same. */
export interface DayRange {
  readonly first: string;
  readonly last: string;
  readonly zone: string;
}

/**
 * What a range means in positions. It ends no later than where all read models that are needed have come to, so that
 * nothing can be added to it any more.
 * @throws Refused, NoSuchDay, NotProjected
 */
export async function resolveRange(
  database: Database,
  reads: readonly string[],
  { from, to, day, zone }: RangeOptions,
  now: Date,
): Promise<ExportRange> {
  if (day !== undefined) return rangeOfDays(database, reads, { first: day, last: day, zone }, now);
  dayOf(now, zone); // Throws for a zone that is none.
  if (to?.by === 'instant' && to.instant > now) throw new Refused(`${to.instant.toISOString()} is still to come`);
  if (to?.by === 'instant') await mustBeProjected(database, reads, to.instant);
  const common = await commonPosition(database, reads);
  const after = from ? await placeBefore(database, from) : 0n;
  return checked({ after, to: to ? await placeOf(database, to) : common }, common);
}

/** @throws Refused, NoSuchDay, NotProjected */
export async function rangeOfDays(
  database: Database,
  reads: readonly string[],
  { first, last, zone }: DayRange,
  now: Date,
): Promise<ExportRange> {
  const { start } = dayBounds(first, zone);
  const { end } = dayBounds(last, zone);
  if (start >= end) throw new Refused(`${last} is before ${first}`);
  if (end > now) throw new Refused(`${last} is not over: it ends at ${end.toISOString()}`);
  await mustBeProjected(database, reads, new Date(end.getTime() - 1));
  const common = await commonPosition(database, reads);
  return checked({ after: await positionBefore(database, start), to: await positionBefore(database, end) }, common);
}

function checked(range: ExportRange, common: bigint): ExportRange {
  if (range.to > common) throw new Refused(`The read models have come to position ${common}, not to ${range.to} yet`);
  if (range.after > range.to) throw new Refused(`The range ends at position ${range.to}, before it begins`);
  return range;
}

async function placeOf(database: Database, moment: LogMoment): Promise<bigint> {
  return moment.by === 'position' ? moment.position : positionAt(database, moment.instant);
}

async function placeBefore(database: Database, moment: LogMoment): Promise<bigint> {
  if (moment.by === 'instant') return positionBefore(database, moment.instant);
  return moment.position === 0n ? 0n : moment.position - 1n;
}

/** Of the last entry that was recorded before an instant; instants are whole milliseconds. */
function positionBefore(database: Database, instant: Date): Promise<bigint> {
  return positionAt(database, new Date(instant.getTime() - 1));
}
