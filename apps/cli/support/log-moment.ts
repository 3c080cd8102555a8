import { InvalidArgumentError } from 'commander';
import type { StoredEvent } from '#libs/event-streams/event-streams.js';

/** A place in the log: everything up to a commit position, or everything recorded up to an instant. */
export type LogMoment =
  | { readonly by: 'position'; readonly position: bigint }
  | { readonly by: 'instant'; readonly instant: Date };

const instantFormat = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;

/** For an option's value. @throws InvalidArgumentError */
export function parseLogMoment(text: string): LogMoment {
  if (/^\d{1,19}$/.test(text)) return { by: 'position', position: BigInt(text) };
  const instant = new Date(text);
  if (!instantFormat.test(text) || Number.isNaN(instant.getTime()) || !isDay(text.slice(0, 10)))
    throw new InvalidArgumentError('Expected a log position or an instant with its time zone, 2026-03-30T00:00:00Z.');
  return { by: 'instant', instant };
}

/** Days that do not exist roll over into the next month otherwise. */
function isDay(text: string): boolean {
  return new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
}

/** For an option's value. @throws InvalidArgumentError */
export function parseInstant(text: string): Date {
  const moment = parseLogMoment(text);
  if (moment.by === 'instant') return moment.instant;
  throw new InvalidArgumentError('Expected an instant with its time zone, 2026-03-30T00:00:00Z.');
}

/** Whether an event stands in the log by then. */
export function isUpTo({ position, recordedAt }: StoredEvent, moment: LogMoment): boolean {
  return moment.by === 'position' ? position.commit <= moment.position : recordedAt <= moment.instant;
}
