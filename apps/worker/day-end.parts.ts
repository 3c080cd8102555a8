import type { CloseDayJob, CloseOutcome } from '#libs/day-end/close-day.job.js';
import type { Log } from '#libs/platform/logging.js';
import type { WorkerConfig } from '#libs/platform/worker.config.js';
import type { Poll } from './poll-runner.js';

/** How often the clock is looked at: a day is closed this long after its grace at the latest, unless the store is away. */
export const dayEndPollMs = 30_000;

/** What closes the business days that are over (INV-D1); those missed while no worker ran, too. None where it is off. */
export function dayEndPolls(
  job: CloseDayJob,
  { timeZone, graceMs }: WorkerConfig['dayEnd'],
  log: Pick<Log, 'info' | 'warn'>,
): readonly Poll[] {
  if (timeZone === undefined) return [];
  const run = async (): Promise<void> => {
    for (const outcome of await job.closeDue({ timeZone, graceMs }, 'worker')) report(outcome, log);
  };
  return [{ kind: 'day-end', run }];
}

function report(closing: CloseOutcome, log: Pick<Log, 'info' | 'warn'>): void {
  if (closing.outcome === 'rejected') return log.warn('day-not-closed', { reason: closing.rejection.code });
  const { day, timeZone, closesAt } = closing.day;
  if (closing.anew) log.info('day-closed', { day, timeZone, position: closesAt?.commit.toString() });
}
