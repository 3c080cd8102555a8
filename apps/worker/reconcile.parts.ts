import type { TerminalSource } from '#libs/deposits/terminal-source.js';
import type { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { InabitReader } from '#libs/inabit/inabit-reader.js';
import type { Clock } from '#libs/platform/clock.js';
import type { Log } from '#libs/platform/logging.js';
import type { Database } from '#libs/read-store/database.js';
import { BreakStreams } from '#libs/reconciliation/break-streams.js';
import { pulledItems } from '#libs/reconciliation/pulled-items.job.js';
import { Reconcile, usualSettings } from '#libs/reconciliation/reconcile.job.js';
import { terminalItems } from '#libs/reconciliation/terminal-items.job.js';
import { ledgerSide } from '#projections/breaks/ledger-side.queries.js';
import type { Poll } from './poll-runner.js';

/** The Terminal's lists: up to 5,000 of each kind, which is more than two days of most. */
const listBounds = { pageSize: 100, pagesMax: 50, pullsMax: 20 };

interface ReconcileDoors {
  readonly store: AggregateStore;
  readonly database: Database;
  readonly reader: InabitReader;
  /** Undefined where no deposits are kept. */
  readonly terminal: TerminalSource | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** No published limit of the provider's is known: five requests a second at most (provider notes §8.4). */
const gapMs = 200;

/** After a start the read models catch up first, and a new ledger gets its wallets: nothing is compared with half of it. */
const settled_after_ms = 60_000;

export function firstReconcileMs(reconcileMs: number): number {
  return Math.min(reconcileMs, settled_after_ms);
}

/** What keeps comparing the books with the provider (INV-R2); breaks stand in the log. */
export function reconcilePoll({ store, database, reader, terminal, clock, log }: ReconcileDoors): Poll {
  const breaks = new BreakStreams(store);
  const run = async (signal: AbortSignal): Promise<void> => {
    const deposits = terminal && terminalItems(terminal, { ...listBounds, gapMs }, signal);
    const sides = { ledger: ledgerSide(database), provider: pulledItems(reader, gapMs, signal), deposits };
    const job = new Reconcile(sides, breaks, clock, usualSettings);
    const summary = await job.run();
    if (summary.opened > 0) log.warn('breaks-found', { count: summary.opened });
  };
  return { kind: 'reconciliation', run };
}
