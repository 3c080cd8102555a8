import { setTimeout as delay } from 'node:timers/promises';
import { StoreUnavailable } from '../event-streams/event-streams.errors.js';
import type { DepositHint, DepositHints } from './deposit-hints.js';
import { FailingItems } from './failing-items.js';
import type { OpenDeposits } from './open-deposits.js';
import type { RefreshDeposit } from './refresh-deposit.reactor.js';
import type { RefreshOrder } from './refresh-order.reactor.js';
import {
  TerminalUnavailable,
  type PulledPage,
  type Sighted,
  type TerminalSource,
  type UnreadableRow,
} from './terminal-source.js';

/** So many in a row that were not answered: the provider is away. */
const silence_max = 4;

/** Bounds of one run, so that catching up is no stampede (F6.4). */
export interface PollBounds {
  readonly pageSize: number;
  /** Looked at in every run, whatever is known of them: their status may have changed, or a page have shifted. */
  readonly overlapPages: number;
  /** Of the older pages, so many more in each run, in turns, down to `depthPages`: what was final may change (F5.9). */
  readonly revisitPages: number;
  readonly depthPages: number;
  /** Between two requests. */
  readonly gapMs: number;
  /** Open ones that the lists did not show, pulled by their ids. */
  readonly pullsMax: number;
}

export interface PollReport {
  readonly seen: number;
  readonly pulled: number;
  /** What was not recorded, and is tried again ever more rarely. */
  readonly failed: readonly FailedItem[];
}

export interface FailedItem {
  readonly providerId: string;
  readonly error: unknown;
}

export interface PollDoors {
  readonly terminal: TerminalSource;
  readonly deposits: Pick<RefreshDeposit, 'record' | 'recordUnreadable' | 'isKnown'>;
  readonly orders: Pick<RefreshOrder, 'record' | 'recordUnreadable' | 'isKnown'>;
  readonly hints: DepositHints;
}

interface Side<Sighting> {
  readonly list: (offset: number, limit: number) => Promise<PulledPage<Sighting>>;
  readonly record: (sighted: Sighted<Sighting>) => Promise<unknown>;
  readonly recordUnreadable: (providerId: string, row: UnreadableRow) => Promise<unknown>;
  readonly isKnown: (providerId: string) => Promise<boolean>;
}

/**
 * Finds whatever no webhook told us of (DW-33, DW-34). Where it has come to is in the log: the lists are newest first,
 * and what is new is recorded from the oldest on, so a run goes on where another ended. Below a page of which all is known
 * only what webhooks passed over can be missing, which the older pages show in turns.
 */
export class PollTerminal {
  /** The open one that was pulled last: the next run goes on after it. */
  private readonly turns = new Map<DepositHint['kind'], string>();
  /** The page that was revisited last. */
  private readonly revisited: Record<DepositHint['kind'], number> = { 'incoming-transaction': 0, purchase: 0 };
  private readonly failing = { 'incoming-transaction': new FailingItems(), purchase: new FailingItems() };

  constructor(
    private readonly doors: PollDoors,
    private readonly open: OpenDeposits,
    private readonly bounds: PollBounds,
  ) {}

  run(kind: DepositHint['kind']): Promise<PollReport> {
    const { terminal, deposits, orders } = this.doors;
    return kind === 'purchase'
      ? this.poll(kind, {
          list: (offset, limit) => terminal.listPurchases(offset, limit),
          record: (sighted) => orders.record(sighted),
          recordUnreadable: (providerId, row) => orders.recordUnreadable(providerId, row),
          isKnown: (providerId) => orders.isKnown(providerId),
        })
      : this.poll(kind, {
          list: (offset, limit) => terminal.listIncoming(offset, limit),
          record: (sighted) => deposits.record(sighted),
          recordUnreadable: (providerId, row) => deposits.recordUnreadable(providerId, row),
          isKnown: (providerId) => deposits.isKnown(providerId),
        });
  }

  private async poll<Sighting extends { readonly providerId: string }>(
    kind: DepositHint['kind'],
    side: Side<Sighting>,
  ): Promise<PollReport> {
    const run: Run = { failed: [], unreadable: new Map(), silent: 0, items: this.failing[kind] };
    run.items.begin();
    const found = await this.find(side, run);
    await this.revisit(kind, side, found, run);
    for (const [providerId, sighted] of [...found].toReversed())
      await attempt(run, providerId, () => side.record(sighted));
    for (const [providerId, row] of run.unreadable)
      await attempt(run, providerId, () => side.recordUnreadable(providerId, row));
    const pulled = await this.pullUnseen(kind, new Set([...found.keys(), ...run.unreadable.keys()]), run);
    return { seen: found.size, pulled, failed: run.failed };
  }

  /** By provider id, the newest first: one that comes on two pages counts once. */
  private async find<Sighting extends { readonly providerId: string }>({ list, isKnown }: Side<Sighting>, run: Run) {
    const { pageSize, overlapPages, gapMs } = this.bounds;
    const found = new Map<string, Sighted<Sighting>>();
    for (let page = 0; ; page++) {
      if (page > 0) await delay(gapMs);
      const { items, unreadable, isLast } = await list(page * pageSize, pageSize);
      addUnreadable(run, unreadable);
      const fresh = items.filter(({ sighting }) => !found.has(sighting.providerId));
      for (const sighted of fresh) found.set(sighted.sighting.providerId, sighted);
      const known = await Promise.all(fresh.map(({ sighting }) => isKnown(sighting.providerId)));
      if (isLast || (page + 1 >= overlapPages && known.every(Boolean))) return found;
    }
  }

  /**
   * What was final may change, and what came while newer ones were told by webhooks may stand below a page of which all is
   * known.
   */
  private async revisit<Sighting extends { readonly providerId: string }>(
    kind: DepositHint['kind'],
    { list }: Side<Sighting>,
    found: Map<string, Sighted<Sighting>>,
    run: Run,
  ): Promise<void> {
    const { pageSize, overlapPages, gapMs, revisitPages, depthPages } = this.bounds;
    for (let visits = 0; visits < revisitPages; visits++) {
      const page = Math.max(this.revisited[kind] + 1, overlapPages);
      await delay(gapMs);
      const { items, unreadable, isLast } = await list(page * pageSize, pageSize);
      addUnreadable(run, unreadable);
      for (const sighted of items)
        if (!found.has(sighted.sighting.providerId)) found.set(sighted.sighting.providerId, sighted);
      this.revisited[kind] = isLast || page + 1 >= depthPages ? 0 : page;
      if (isLast) return;
    }
  }

  /**
   * The lists are no proof that something is not there: what we wait for is asked for by its id (F6.3), in turns where
   * there is much of it. One that cannot be asked for does not keep the others waiting.
   */
  private async pullUnseen(kind: DepositHint['kind'], seen: ReadonlySet<string>, run: Run): Promise<number> {
    const { pullsMax, gapMs } = this.bounds;
    const again = run.items.due().filter((id) => !seen.has(id));
    const { ids, next } = await this.waiting(kind, (id) => !seen.has(id) && run.items.isDue(id) && !again.includes(id));
    const wanted = [...again, ...ids].slice(0, pullsMax);
    // Transactions are searched for in the lists, and one search serves all that are asked for together.
    const atOnce = kind === 'purchase' ? 1 : pullsMax;
    const refresh = (providerId: string) =>
      attempt(run, providerId, () => this.doors.hints.refresh({ kind, providerId }));
    for (let from = 0; from < wanted.length; from += atOnce) {
      if (from > 0) await delay(gapMs);
      await Promise.all(wanted.slice(from, from + atOnce).map(refresh));
    }
    if (next === undefined) this.turns.delete(kind);
    else this.turns.set(kind, next);
    return wanted.length;
  }

  /** Whose turn it is of the open ones, and after which the next run goes on; undefined when these were the last. */
  private async waiting(kind: DepositHint['kind'], isWanted: (providerId: string) => boolean): Promise<Turn> {
    const ids: string[] = [];
    for await (const page of this.open.pages(kind, this.turns.get(kind)))
      for (const providerId of page.filter(isWanted)) {
        if (ids.length === this.bounds.pullsMax) return { ids, next: ids.at(-1) };
        ids.push(providerId);
      }
    return { ids, next: undefined };
  }
}

interface Turn {
  readonly ids: readonly string[];
  readonly next: string | undefined;
}

/** One run over one list. */
interface Run {
  readonly failed: FailedItem[];
  /** Rows of another shape, by provider id. */
  readonly unreadable: Map<string, UnreadableRow>;
  readonly items: FailingItems;
  /** How many the provider did not answer in a row. */
  silent: number;
}

function addUnreadable({ failed, unreadable }: Run, rows: readonly UnreadableRow[]): void {
  for (const row of rows) {
    failed.push({ providerId: row.providerId ?? 'unknown', error: row.error });
    if (row.providerId !== undefined) unreadable.set(row.providerId, row);
  }
}

/** @throws what is nobody's own fault: our store is away, or the provider. */
async function attempt(run: Run, providerId: string, work: () => Promise<unknown>) {
  const { items, failed } = run;
  if (!items.isDue(providerId)) return;
  try {
    await work();
    items.succeeded(providerId);
    run.silent = 0;
  } catch (error) {
    run.silent = error instanceof TerminalUnavailable ? run.silent + 1 : 0;
    if (error instanceof StoreUnavailable || run.silent >= silence_max) throw error;
    items.failed(providerId);
    failed.push({ providerId, error });
  }
}
