import { setTimeout as delay } from 'node:timers/promises';
import type { DepositHint, DepositHints } from './deposit-hints.js';
import type { OpenDeposits } from './open-deposits.js';
import type { RefreshDeposit } from './refresh-deposit.reactor.js';
import type { RefreshOrder } from './refresh-order.reactor.js';
import type { PulledPage, Sighted, TerminalSource } from './terminal-source.js';

/** Bounds of one run, so that catching up is no stampede (F6.4). */
export interface PollBounds {
  readonly pageSize: number;
  /** Looked at in every run, whatever is known of them: their status may have changed, or a page have shifted. */
  readonly overlapPages: number;
  /** Between two requests. */
  readonly gapMs: number;
  /** Open ones that the lists did not show, pulled one by one. */
  readonly pullsMax: number;
}

export interface PollReport {
  readonly seen: number;
  readonly pulled: number;
}

export interface PollDoors {
  readonly terminal: TerminalSource;
  readonly deposits: Pick<RefreshDeposit, 'record' | 'isKnown'>;
  readonly orders: Pick<RefreshOrder, 'record' | 'isKnown'>;
  readonly hints: DepositHints;
}

interface Side<Sighting> {
  readonly list: (offset: number, limit: number) => Promise<PulledPage<Sighting>>;
  readonly record: (sighted: Sighted<Sighting>) => Promise<unknown>;
  readonly isKnown: (providerId: string) => Promise<boolean>;
}

/**
 * Finds whatever no webhook told us of (DW-33, DW-34). Where it has come to is in the log: the lists are newest first,
 * and what is new is recorded from the oldest on, so below a page of which all is known nothing is missing, whenever the
 * process ended.
 */
export class PollTerminal {
  /** The open one that was pulled last: the next run goes on after it. */
  private readonly turns = new Map<DepositHint['kind'], string>();

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
          isKnown: (providerId) => orders.isKnown(providerId),
        })
      : this.poll(kind, {
          list: (offset, limit) => terminal.listIncoming(offset, limit),
          record: (sighted) => deposits.record(sighted),
          isKnown: (providerId) => deposits.isKnown(providerId),
        });
  }

  private async poll<Sighting extends { readonly providerId: string }>(
    kind: DepositHint['kind'],
    side: Side<Sighting>,
  ): Promise<PollReport> {
    const found = await this.find(side);
    for (const sighted of [...found.values()].toReversed()) await side.record(sighted);
    const pulled = await this.pullUnseen(kind, new Set(found.keys()));
    return { seen: found.size, pulled };
  }

  /** By provider id, the newest first: one that comes on two pages counts once. */
  private async find<Sighting extends { readonly providerId: string }>({ list, isKnown }: Side<Sighting>) {
    const { pageSize, overlapPages, gapMs } = this.bounds;
    const found = new Map<string, Sighted<Sighting>>();
    for (let page = 0; ; page++) {
      if (page > 0) await delay(gapMs);
      const { items, isLast } = await list(page * pageSize, pageSize);
      const fresh = items.filter(({ sighting }) => !found.has(sighting.providerId));
      for (const sighted of fresh) found.set(sighted.sighting.providerId, sighted);
      const known = await Promise.all(fresh.map(({ sighting }) => isKnown(sighting.providerId)));
      if (isLast || (page + 1 >= overlapPages && known.every(Boolean))) return found;
    }
  }

  /**
   * The lists are no proof that something is not there: what we wait for is asked for by its id (F6.3), in turns where
   * there is much of it. One that cannot be asked for does not keep the others waiting.
   */
  private async pullUnseen(kind: DepositHint['kind'], seen: ReadonlySet<string>): Promise<number> {
    const failures: unknown[] = [];
    let pulled = 0;
    for await (const page of this.open.pages(kind, this.turns.get(kind)))
      for (const providerId of page.filter((id) => !seen.has(id))) {
        if (pulled++ > 0) await delay(this.bounds.gapMs);
        await this.doors.hints.refresh({ kind, providerId }).catch((error: unknown) => failures.push(error));
        this.turns.set(kind, providerId);
        if (pulled === this.bounds.pullsMax) return endOf(pulled, failures);
      }
    this.turns.delete(kind);
    return endOf(pulled, failures);
  }
}

function endOf(pulled: number, failures: readonly unknown[]): number {
  if (failures.length > 0) throw failures[0];
  return pulled;
}
