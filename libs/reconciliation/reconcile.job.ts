import { assetId } from '../money/asset.js';
import type { Clock } from '../platform/clock.js';
import type { BreakStreams } from './break-streams.js';
import { breakIdOf, type Finding, type ProviderItem } from './items.js';
import { matchBalances, type BalanceLine } from './match-balances.js';
import { matchTransactions } from './match-transactions.js';
import type { BookedBalance, LedgerSide, OpenBreak, ProviderSide, ReportedBalance } from './sides.js';

export interface ReconcileSettings {
  /** Movements that changed within this time are looked at again. */
  readonly lookBackMs: number;
  /** How long our side may lag behind the provider. */
  readonly graceMs: number;
}

/** What one run did; `expected` stands on one side only and is no break. */
export interface ReconcileSummary {
  readonly compared: number;
  readonly matched: number;
  readonly expected: number;
  /** Balances that were compared; undefined when the provider did not tell any. */
  readonly balances: number | undefined;
  /** Transactions that the provider did not answer for. */
  readonly unavailable: number;
  readonly found: number;
  readonly opened: number;
  readonly cleared: number;
}

const minuteMs = 60_000;
/** Two days back, as a transfer may take, and no alarm for a quarter of an hour. */
export const usualSettings: ReconcileSettings = { lookBackMs: 48 * 60 * minuteMs, graceMs: 15 * minuteMs };

const source = 'provider';
const actor = 'reconciliation';

/**
 * Compares the books with the provider and keeps the differences as breaks: opens what is new, changes what differs
 * otherwise, and ends what it looked for and found no more (RS-02, RS-09, INV-R2). A run moves no money.
 */
export class Reconcile {
  constructor(
    private readonly sides: { readonly ledger: LedgerSide; readonly provider: ProviderSide },
    private readonly breaks: BreakStreams,
    private readonly clock: Clock,
    private readonly settings: ReconcileSettings,
  ) {}

  /** @throws when the read models or the event store cannot be asked; what was found by then is recorded. */
  async run(): Promise<ReconcileSummary> {
    const open = (await this.sides.ledger.openBreaks()).filter((each) => each.source === source);
    const transactions = await this.transactions(open);
    const balances = await this.balances();
    const findings = [...transactions.findings, ...balances.findings];
    const opened = await this.record(findings, source);
    const stillThere = new Set(findings.map(breakIdOf));
    const gone = open.filter((each) => !stillThere.has(each.breakId) && isCovered(each, transactions, balances));
    for (const { breakId } of gone) await this.clear(breakId);
    const { compared, matched, expected, unavailable } = transactions;
    const summary = { compared, matched, expected, unavailable: unavailable.size, balances: balances.wallets?.size };
    return { ...summary, found: findings.length, opened, cleared: gone.length };
  }

  /** A statement against the books; `from` and `until` say which of our movements it should know. */
  async statement(
    name: string,
    theirs: readonly ProviderItem[],
    range: { readonly from: Date; readonly until: Date },
  ): Promise<{ readonly findings: readonly Finding[]; readonly matched: number; readonly opened: number }> {
    const providerIds = theirs.map(({ providerId }) => providerId);
    const ours = await this.sides.ledger.items({ since: range.from, ledgerIds: [], providerIds });
    const isInRange = (since: Date): boolean => since >= range.from && since < range.until;
    const rules = { graceMs: this.settings.graceMs, now: this.clock.now() };
    const matching = matchTransactions(ours, theirs, rules, { ours: ({ since }) => isInRange(since) });
    return { ...matching, opened: await this.record(matching.findings, `statement ${name}`) };
  }

  private async transactions(open: readonly OpenBreak[]) {
    const since = new Date(this.clock.now().getTime() - this.settings.lookBackMs);
    const ours = await this.sides.ledger.items({
      since,
      ledgerIds: open.flatMap(({ ledgerId }) => ledgerId ?? []),
      providerIds: open.flatMap(({ providerId }) => providerId ?? []),
    });
    const known = ours.filter(({ kind }) => kind !== 'deposit').flatMap(({ providerId }) => providerId ?? []);
    const asked = new Set([
      ...known,
      ...(await this.sides.ledger.heardOf(since)),
      ...open.flatMap(({ providerId }) => providerId ?? []),
    ]);
    const { items, unavailable } = await this.sides.provider.pull([...asked]);
    const answered = ours.filter(({ providerId }) => providerId === undefined || !unavailable.has(providerId));
    const rules = { graceMs: this.settings.graceMs, now: this.clock.now() };
    // Deposits are pulled from another interface, one by one, before they are booked.
    const matching = matchTransactions(answered, items, rules, { ours: ({ kind }) => kind !== 'deposit' });
    return { ...matching, compared: asked.size, asked, unavailable };
  }

  private async balances(): Promise<{ findings: readonly Finding[]; wallets: ReadonlySet<string> | undefined }> {
    const before = await this.sides.ledger.balances();
    const reported = await this.sides.provider.balances();
    if (!reported) return { findings: [], wallets: undefined };
    const after = new Map((await this.sides.ledger.balances()).map((each) => [keyOf(each), each.booked]));
    // What moved while the provider was asked is compared by the next run.
    const quiet = before.filter((each) => after.get(keyOf(each)) === each.booked);
    const findings = matchBalances(linesOf(quiet, reported), this.clock.now());
    return { findings, wallets: new Set(quiet.map(({ walletId }) => walletId)) };
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

  private async clear(breakId: string): Promise<void> {
    const now = this.clock.now();
    const data = { evidence: `Both sides agree at ${now.toISOString()}`, now };
    await this.breaks.execute(breakId, { type: 'ClearBreak', data }, actor);
  }
}

interface Looked {
  readonly asked: ReadonlySet<string>;
  readonly unavailable: ReadonlySet<string>;
}

/** Only what was looked at can be said to be gone. */
function isCovered(
  { providerId, walletId }: OpenBreak,
  { asked, unavailable }: Looked,
  { wallets }: { readonly wallets: ReadonlySet<string> | undefined },
): boolean {
  if (providerId !== undefined) return asked.has(providerId) && !unavailable.has(providerId);
  return walletId !== undefined && wallets?.has(walletId) === true;
}

function keyOf({ walletId, asset }: BookedBalance): string {
  return `${walletId} ${assetId(asset)}`;
}

function linesOf(booked: readonly BookedBalance[], reported: readonly ReportedBalance[]): BalanceLine[] {
  const byWallet = new Map<string, string>();
  for (const { providerWalletId, asset, balance } of reported)
    byWallet.set(`${providerWalletId} ${assetId(asset)}`, balance);
  const lines = booked.map(({ providerWalletId, ...line }) => {
    const key = `${providerWalletId} ${assetId(line.asset)}`;
    const balance = byWallet.get(key);
    byWallet.delete(key);
    return { ...line, reported: balance };
  });
  return [...lines, ...neverBooked(booked, reported, byWallet)];
}

/** What the provider reports in wallets of ours, and in assets that the books have never seen there. */
function neverBooked(
  booked: readonly BookedBalance[],
  reported: readonly ReportedBalance[],
  left: ReadonlyMap<string, string>,
): BalanceLine[] {
  const wallets = new Map(booked.map(({ providerWalletId, walletId }) => [providerWalletId, walletId]));
  return reported.flatMap(({ providerWalletId, asset, balance }) => {
    const walletId = wallets.get(providerWalletId);
    if (walletId === undefined || !left.has(`${providerWalletId} ${assetId(asset)}`)) return [];
    return [{ walletId, asset, booked: 0n, inFlight: 0n, reported: balance }];
  });
}
