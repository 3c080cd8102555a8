import { fingerprintOf, type Finding, type LedgerItem } from './items.js';
import type { MatchRules } from './compare-pair.js';
import { matchTransactions, type Agreement } from './match-transactions.js';
import type { ReconciledMovement } from './reconciled.events.js';
import { selectPulls } from './select-pulls.js';
import type { Memory, OpenBreak, PulledItems, Sides, Window } from './sides.js';

/** What one comparison of movements brought. */
export interface Compared {
  readonly findings: readonly Finding[];
  readonly matched: number;
  readonly expected: number;
  /** The provider's ids that are known to differ in nothing. */
  readonly agreed: ReadonlySet<string>;
  /** The provider's ids that were looked at. */
  readonly seen: ReadonlySet<string>;
  readonly unavailable: ReadonlySet<string>;
  /** Equal when they were compared before, and left alone this time. */
  readonly skipped: number;
  /** What a later run need not ask for. */
  readonly toRemember: readonly ReconciledMovement[];
}

/** What this comparison is made of. */
export interface Comparison {
  readonly since: Date;
  readonly rules: MatchRules;
  readonly open: readonly OpenBreak[];
  readonly drifting: ReadonlySet<string>;
  readonly full: boolean;
  readonly rechecksMax: number;
}

export function isIncoming({ kind }: Pick<LedgerItem, 'kind'>): boolean {
  return kind === 'deposit' || kind === 'order';
}

/** Payouts, transfers' legs and swaps: each is asked for by its id, so as few as will do. */
export async function comparePlatform({ ledger, provider }: Sides, comparison: Comparison): Promise<Compared> {
  const { since, open, drifting, full, rechecksMax } = comparison;
  const heard = (await ledger.heardOf(since)).filter(({ kind }) => kind === 'transaction');
  const items = async (providerIds: readonly string[]) =>
    (await ledger.items(windowOf(since, open, providerIds))).filter((item) => !isIncoming(item));
  const before = await items(heard.map(({ providerId }) => providerId));
  const memory = await ledger.remembered([...before, ...heard].flatMap(({ providerId }) => providerId ?? []));
  const asked = selectPulls({ ours: before, heard, memory, open, drifting }, { full, rechecksMax });
  const pulled = await provider.pull([...asked]);
  // Read again: a slow pull must not be held against what we have heard meanwhile.
  const after = await items([...asked]);
  return compare({ before, after, asked, pulled, memory }, comparison.rules);
}

/** Deposits and purchases: the newest come with the lists, whatever is known of them. */
export async function compareDeposits({ ledger, deposits }: Sides, comparison: Comparison): Promise<Compared> {
  if (!deposits) return nothingCompared;
  const { since, open, drifting, full, rechecksMax } = comparison;
  const heard = (await ledger.heardOf(since)).filter(({ kind }) => kind !== 'transaction');
  const items = async (providerIds: readonly string[]) =>
    (await ledger.items(windowOf(since, open, providerIds))).filter(isIncoming);
  const before = await items(heard.map(({ providerId }) => providerId));
  const memory = new Map(await ledger.remembered(before.flatMap(({ providerId }) => providerId ?? [])));
  const select = (kind: 'deposit' | 'purchase', rechecks: number) => {
    const ours = before.filter((item) => (item.kind === 'deposit') === (kind === 'deposit'));
    const ofKind = { ours, heard: heard.filter((each) => each.kind === kind), memory, drifting };
    const about = open.filter((each) => terminalKindOf(each) === kind);
    return selectPulls({ ...ofKind, open: about }, { full, rechecksMax: rechecks });
  };
  // One purchase can be asked for; a deposit is searched for in the lists.
  const wanted = { deposits: select('deposit', 0), purchases: select('purchase', rechecksMax) };
  const pulled = await deposits.look(wanted, async (listed) => {
    const known = await ledger.remembered(listed.map(({ providerId }) => providerId));
    for (const [providerId, each] of known) memory.set(providerId, each);
    return full || listed.some((item) => known.get(item.providerId)?.theirs !== fingerprintOf(item));
  });
  const asked = new Set([...wanted.deposits, ...wanted.purchases]);
  const after = await items([...asked, ...pulled.items.map(({ providerId }) => providerId)]);
  return compare({ before, after, asked, pulled, memory }, comparison.rules);
}

/** Which list of the Terminal a break is about; undefined for what the Platform knows. */
export function terminalKindOf({ kind, ledgerId, providerId = '' }: OpenBreak): 'deposit' | 'purchase' | undefined {
  if (ledgerId?.startsWith('dep_')) return 'deposit';
  if (ledgerId?.startsWith('ord_')) return 'purchase';
  if (kind !== 'unmatched-deposit') return undefined;
  return uuidFormat.test(providerId) ? 'purchase' : 'deposit';
}

const uuidFormat = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

const nobody: ReadonlySet<string> = new Set();
const nothingCompared: Compared = {
  findings: [],
  matched: 0,
  expected: 0,
  skipped: 0,
  toRemember: [],
  agreed: nobody,
  seen: nobody,
  unavailable: nobody,
};

function windowOf(since: Date, open: readonly OpenBreak[], providerIds: readonly string[]): Window {
  return {
    since,
    ledgerIds: open.flatMap(({ ledgerId }) => ledgerId ?? []),
    providerIds: [...open.flatMap(({ providerId }) => providerId ?? []), ...providerIds],
  };
}

interface BothSides {
  readonly before: readonly LedgerItem[];
  readonly after: readonly LedgerItem[];
  readonly asked: ReadonlySet<string>;
  readonly pulled: PulledItems;
  readonly memory: Memory;
}

function compare({ before, after, asked, pulled, memory }: BothSides, rules: MatchRules): Compared {
  const { items, unavailable } = pulled;
  const was = new Map(before.map((item) => [item.ledgerId, fingerprintOf(item)]));
  // What changed while the provider was asked is compared by the next run.
  const isMoving = (item: LedgerItem): boolean =>
    (was.get(item.ledgerId) ?? fingerprintOf(item)) !== fingerprintOf(item);
  const moving = new Set(after.filter(isMoving).map(({ ledgerId }) => ledgerId));
  const movingIds = new Set(after.filter(isMoving).flatMap(({ providerId }) => providerId ?? []));
  const seen = new Set([...asked, ...items.map(({ providerId }) => providerId)]);
  const isSettled = ({ ledgerId, providerId }: LedgerItem): boolean =>
    moving.has(ledgerId) || (providerId !== undefined && (!seen.has(providerId) || unavailable.has(providerId)));
  const theirs = items.filter(({ providerId }) => !movingIds.has(providerId));
  const matching = matchTransactions(after, theirs, rules, { ours: () => true, settled: isSettled });
  const { findings, matched, expected, agreed } = matching;
  return {
    findings,
    matched,
    expected,
    seen,
    unavailable,
    agreed: new Set(agreed.map(({ theirs: { providerId } }) => providerId)),
    skipped: after.filter(({ providerId = '' }) => !seen.has(providerId) && memory.has(providerId)).length,
    toRemember: agreed.flatMap((each) => (hasEnded(each) ? rememberable(each, asked, memory) : [])),
  };
}

/** Nothing more is expected to happen to it, on either side. */
function hasEnded({ ours, theirs: { state } }: Agreement): boolean {
  if (!ours) return state === 'failed';
  return ours.state !== 'open' && (state === ours.state || state === 'left-to-us');
}

/** Again when it was asked for: its turn comes last then. What a list only repeats is remembered already. */
function rememberable({ ours, theirs }: Agreement, asked: ReadonlySet<string>, memory: Memory): ReconciledMovement[] {
  const { providerId } = theirs;
  const prints = { ours: ours ? fingerprintOf(ours) : '', theirs: fingerprintOf(theirs) };
  const known = memory.get(providerId);
  if (!asked.has(providerId) && known?.ours === prints.ours && known.theirs === prints.theirs) return [];
  return [{ providerId, ledgerId: ours?.ledgerId ?? null, ...prints }];
}
