import type { BalanceEntry } from '#projections/balances/entries.queries.js';
import { minorText } from '../support/minor-text.js';
import { printRows, type OutputRow } from '../support/output.js';

interface ShowOptions {
  readonly json: true | undefined;
  /** Only the last so many; all of them unless told. */
  readonly limit: number | undefined;
  readonly print: (line: string) => void;
  /** What stood there before, in minor units; nothing unless told. */
  readonly opening?: bigint;
}

interface ExplainedEntry {
  readonly entry: BalanceEntry;
  /** With this entry and all before it, in minor units. */
  readonly total: bigint;
}

/** Entries on their way out, with the running total. Without a limit JSON lines are printed as they come. */
export class Explanation {
  count = 0;
  /** The opening and all entries. */
  sum: bigint;
  /** Which events they are, by stream. */
  readonly events = new Map<string, Set<bigint>>();
  private kept: ExplainedEntry[] = [];

  constructor(
    private readonly asset: string,
    private readonly options: ShowOptions,
  ) {
    this.sum = options.opening ?? 0n;
  }

  add(entry: BalanceEntry): void {
    const { json, limit } = this.options;
    this.count++;
    this.sum += entry.amountMinor;
    const revisions = this.events.get(entry.stream) ?? new Set<bigint>();
    this.events.set(entry.stream, revisions.add(entry.revision));
    const explained = { entry, total: this.sum };
    if (json && limit === undefined) return printRows([this.rowOf(explained)], { json });
    this.kept.push(explained);
    // Not one by one: a long list would be copied as often as it is long.
    if (limit !== undefined && this.kept.length >= 2 * limit) this.kept = this.kept.slice(-limit);
  }

  end(): void {
    const { json, limit } = this.options;
    if (json && limit === undefined) return;
    const shown = limit === undefined ? this.kept : this.kept.slice(-limit);
    const left = this.count - shown.length;
    const first = shown[0];
    if (left > 0 && first) this.summarise(left, first.total - first.entry.amountMinor);
    printRows(
      shown.map((explained) => this.rowOf(explained)),
      json ? { json } : {},
    );
  }

  /** For people; a program has the rows and the exit code. */
  tell(line: string): void {
    if (!this.options.json) this.options.print(line);
  }

  private summarise(entries: number, minor: bigint): void {
    const total = minorText(this.asset, minor);
    if (this.options.json) this.options.print(JSON.stringify({ entries_before: entries, total }));
    else this.options.print(`${entries} entries before add up to ${total}`);
  }

  private rowOf({ entry, total }: ExplainedEntry): OutputRow {
    const { account, amountMinor, position, recordedAt, effectiveAt, event, stream, revision, cause } = entry;
    return {
      position: position.toString(),
      recorded: recordedAt.toISOString(),
      ...(effectiveAt.getTime() === recordedAt.getTime() && !this.options.json
        ? { effective: '' }
        : { effective: effectiveAt.toISOString() }),
      event: `${event} ${stream}@${revision}`,
      cause,
      account,
      counter_account: entry.counterAccount,
      amount: minorText(this.asset, amountMinor),
      total: minorText(this.asset, total),
    };
  }
}
