import type { Clock } from '../platform/clock.js';
import type { BreakStreams } from './break-streams.js';
import {
  compareDeposits,
  comparePlatform,
  terminalKindOf,
  type Compared,
  type Comparison,
} from './compare-movements.job.js';
import { compareWallets, driftingWallets, type ComparedWallets } from './compare-wallets.job.js';
import { breakIdOf, type BreakKind, type Finding, type ProviderItem } from './items.js';
import { matchTransactions } from './match-transactions.js';
import { matchTransfers } from './match-transfers.js';
import type { OpenBreak, Sides } from './sides.js';

export interface ReconcileSettings {
  /** Movements that changed within this time are looked at again. */
  readonly lookBackMs: number;
  /** How long our side may lag behind the provider. */
  readonly graceMs: number;
  /** Of what was equal before, so many are asked for again in each run, in turns. */
  readonly rechecksMax: number;
}

/** What one run did; `expected` stands on one side only and is no break. */
export interface ReconcileSummary {
  readonly compared: number;
  readonly matched: number;
  readonly expected: number;
  /** Equal when they were compared before, and not asked for again. */
  readonly skipped: number;
  /** Wallets whose balances were compared; undefined when the provider did not tell any. */
  readonly balances: number | undefined;
  /** Transactions that the provider did not answer for. */
  readonly unavailable: number;
  readonly found: number;
  readonly opened: number;
  readonly cleared: number;
}

export interface StatementSummary {
  readonly findings: readonly Finding[];
  readonly matched: number;
  readonly opened: number;
  readonly cleared: number;
}

const minuteMs = 60_000;
/** Two days back, as a transfer may take, and no alarm for a quarter of an hour. */
export const usualSettings: ReconcileSettings = {
  lookBackMs: 48 * 60 * minuteMs,
  graceMs: 15 * minuteMs,
  rechecksMax: 25,
};

const source = 'provider';
const statementSource = 'statement ';
const actor = 'reconciliation';
/** A run ends these of a statement's once both sides have met; where a statement's value differs, a later one does. */
const metByNow: ReadonlySet<BreakKind> = new Set([
  'missing-here',
  'missing-there',
  'unmatched-deposit',
  'status',
  'unknown-status',
]);

/**
 * Compares the books with the provider and keeps the differences as breaks: opens what is new, changes what differs
 * otherwise, and ends what it looked for and found no more (RS-02, RS-09, INV-R2). A run moves no money.
 */
export class Reconcile {
  constructor(
    private readonly sides: Sides,
    private readonly breaks: BreakStreams,
    private readonly clock: Clock,
    private readonly settings: ReconcileSettings,
  ) {}

  /**
   * @param full Everything of the look-back time, whatever is remembered of earlier runs.
   * @throws when the read models or the event store cannot be asked; what was found by then is recorded.
   */
  async run({ full = false } = {}): Promise<ReconcileSummary> {
    const begun = this.clock.now();
    const open = await this.sides.ledger.openBreaks();
    const wallets = await compareWallets(this.sides, begun);
    const about = open.filter(({ kind }) => kind !== 'unknown-wallet');
    const comparison = this.comparison(about, driftingWallets(wallets.findings, open), full);
    const platform = await comparePlatform(this.sides, comparison);
    const deposits = await compareDeposits(this.sides, comparison);
    const transfers = matchTransfers(await this.sides.ledger.stuckTransfers(), comparison.rules);
    const findings = [...platform.findings, ...deposits.findings, ...transfers, ...wallets.findings];
    const opened = await this.record(findings, source);
    const cleared = await this.clear(open, findings, (each) => isEnded(each, { platform, deposits, wallets }));
    await this.breaks.remember([...platform.toRemember, ...deposits.toRemember], begun);
    return { ...sumOf(platform, deposits), balances: wallets.wallets, found: findings.length, opened, cleared };
  }

  /** A statement against the books; `from` and `until` say which of our movements it should know. */
  async statement(
    name: string,
    theirs: readonly ProviderItem[],
    range: { readonly from: Date; readonly until: Date },
  ): Promise<StatementSummary> {
    const open = await this.sides.ledger.openBreaks();
    const providerIds = theirs.map(({ providerId }) => providerId);
    const ours = await this.sides.ledger.items({ since: range.from, ledgerIds: [], providerIds });
    const isInRange = (at: Date): boolean => at >= range.from && at < range.until;
    const { rules } = this.comparison([], new Set(), false);
    const { findings, matched, agreed } = matchTransactions(ours, theirs, rules, {
      ours: ({ endedAt, since }) => isInRange(endedAt ?? since),
    });
    const opened = await this.record(findings, `${statementSource}${name}`);
    const equal = new Set(agreed.map(({ theirs: { providerId } }) => providerId));
    const isOver = (each: OpenBreak): boolean =>
      each.source.startsWith(statementSource) && each.providerId !== undefined && equal.has(each.providerId);
    return { findings, matched, opened, cleared: await this.clear(open, findings, isOver) };
  }

  private comparison(open: readonly OpenBreak[], drifting: ReadonlySet<string>, full: boolean): Comparison {
    const { graceMs, lookBackMs, rechecksMax } = this.settings;
    const now = this.clock.now();
    const since = new Date(now.getTime() - lookBackMs);
    return { since, rules: { graceMs, now }, open, drifting, full, rechecksMax };
  }

  /** How many breaks were not open before. */
  private async record(findings: readonly Finding[], from: string): Promise<number> {
    let opened = 0;
    for (const finding of findings) {
      const data = { finding, source: from, now: this.clock.now() };
      const executed = await this.breaks.execute(breakIdOf(finding), { type: 'RecordFinding', data }, actor);
      if (executed.outcome === 'rejected') continue;
      opened += executed.events.filter(({ type }) => type !== 'BreakChanged').length;
    }
    return opened;
  }

  /** Ends what was open, was not found this time, and of which is known that it is over. */
  private async clear(
    open: readonly OpenBreak[],
    findings: readonly Finding[],
    isOver: (each: OpenBreak) => boolean,
  ): Promise<number> {
    const stillThere = new Set(findings.map(breakIdOf));
    const gone = open.filter((each) => !stillThere.has(each.breakId) && isOver(each));
    for (const { breakId } of gone) {
      const now = this.clock.now();
      const data = { evidence: `Both sides agree at ${now.toISOString()}`, now };
      await this.breaks.execute(breakId, { type: 'ClearBreak', data }, actor);
    }
    return gone.length;
  }
}

interface Looked {
  readonly platform: Compared;
  readonly deposits: Compared;
  readonly wallets: ComparedWallets;
}

/** Only what was looked at can be said to be gone. */
function isEnded(each: OpenBreak, { platform, deposits, wallets }: Looked): boolean {
  const { kind, providerId = '', walletId } = each;
  const sides = kind === 'unmatched-deposit' ? [platform, deposits] : [terminalKindOf(each) ? deposits : platform];
  if (each.source !== source) return metByNow.has(kind) && sides.some(({ agreed }) => agreed.has(providerId));
  if (kind === 'one-sided-transfer') return true;
  if (kind === 'unknown-wallet' && walletId === undefined) return wallets.wallets !== undefined;
  if (kind === 'unknown-wallet' || kind === 'balance-drift')
    return walletId !== undefined && wallets.covers({ walletId, asset: each.asset });
  return sides.every(({ seen, unavailable }) => seen.has(providerId) && !unavailable.has(providerId));
}

function sumOf(platform: Compared, deposits: Compared) {
  return {
    compared: platform.seen.size + deposits.seen.size,
    matched: platform.matched + deposits.matched,
    expected: platform.expected + deposits.expected,
    skipped: platform.skipped + deposits.skipped,
    unavailable: platform.unavailable.size + deposits.unavailable.size,
  };
}
