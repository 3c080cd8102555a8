import { comparePair, type MatchRules } from './compare-pair.js';
import type { Finding, LedgerItem, ProviderItem } from './items.js';

export interface Matching {
  readonly findings: readonly Finding[];
  /** Pairs without any difference. */
  readonly matched: number;
  /** What stands on one side only, and is expected to. */
  readonly expected: number;
  /** What was compared and differs in nothing: pairs, and transactions of the provider that moved nothing. */
  readonly agreed: readonly Agreement[];
}

export interface Agreement {
  readonly ours: LedgerItem | undefined;
  readonly theirs: ProviderItem;
}

/** What each side was asked for: who is not in the other's answer is missing only if it was covered. */
export interface Coverage {
  readonly ours: (item: LedgerItem) => boolean;
  /** Movements whose own transaction was compared before: no other is their pair. */
  readonly settled?: (item: LedgerItem) => boolean;
}

/**
 * The two sides against each other. A pair is found by, in this order: the provider's id, our id in the note, the hash
 * on the chain. Everything else stands alone and is missing on the other side, unless nothing has moved or not yet.
 */
export function matchTransactions(
  ours: readonly LedgerItem[],
  theirs: readonly ProviderItem[],
  rules: MatchRules,
  coverage: Coverage,
): Matching {
  const books = new Books(ours);
  const listed = onceEach(theirs, books);
  const findings: Finding[] = [...books.bookedTwice.values(), ...listed.twice];
  const paired = new Set([...books.bookedTwice.keys(), ...ours.filter((item) => coverage.settled?.(item) === true)]);
  const agreed: Agreement[] = [];
  let [matched, expected] = [0, 0];
  for (const item of listed.items) {
    const partner = books.partnerOf(item);
    const isPair = partner !== undefined && !paired.has(partner);
    const found = isPair ? comparePair(partner, item, rules) : alone(item, partner, rules);
    if (partner) paired.add(partner);
    findings.push(...found);
    if (found.length > 0) continue;
    if (isPair) matched += 1;
    else expected += 1;
    if (!listed.repeated.has(item.providerId)) agreed.push({ ours: isPair ? partner : undefined, theirs: item });
  }
  for (const item of ours.filter((each) => !paired.has(each) && coverage.ours(each))) {
    const found = missingThere(item, rules);
    if (found) findings.push(found);
    else expected += 1;
  }
  return { findings, matched, expected, agreed };
}

/** A statement may list a transaction twice. The transaction that a movement is bound to comes before others that name it. */
function onceEach(theirs: readonly ProviderItem[], books: Books) {
  const items = new Map<string, ProviderItem>();
  const repeated = new Map<string, number>();
  for (const item of theirs) {
    if (items.has(item.providerId)) repeated.set(item.providerId, (repeated.get(item.providerId) ?? 1) + 1);
    else items.set(item.providerId, item);
  }
  const twice = [...repeated].flatMap(([providerId, rows]): Finding[] => {
    const first = items.get(providerId);
    if (!first) return [];
    const subject = { ledgerId: books.partnerOf(first)?.ledgerId, providerId };
    const texts = { expected: 'one row', actual: `${rows} rows` };
    return [{ kind: 'duplicate', severity: 'high', subject, ...texts, since: first.at ?? new Date(0) }];
  });
  const bound = (item: ProviderItem): number => Number(books.isBound(item));
  return { items: [...items.values()].toSorted((a, b) => bound(b) - bound(a)), repeated, twice };
}

/** A transaction without a movement of its own. */
function alone(item: ProviderItem, partner: LedgerItem | undefined, { now, graceMs }: MatchRules): Finding[] {
  const { providerId, direction, state, amount, assetText, status, at } = item;
  if (state === 'failed') return []; // Nothing moved; a refusal of the gate looks like this.
  // The gate may yet refuse it, or we may yet book it; what has no time of its own is young until it is completed.
  const isYoung = at ? now.getTime() - at.getTime() < graceMs : state !== 'completed';
  if (isYoung && (state === 'open' || direction === 'in')) return [];
  const texts = { expected: 'nothing', actual: `${amount} ${assetText}, ${status}`, since: at ?? now } as const;
  const severity = state === 'completed' ? 'critical' : 'high';
  if (partner) {
    const subject = { ledgerId: partner.ledgerId, providerId };
    return [{ kind: 'duplicate', severity, subject, ...texts, expected: `one, ${partner.providerId ?? 'none bound'}` }];
  }
  if (direction === 'in') return [{ kind: 'unmatched-deposit', severity: 'high', subject: { providerId }, ...texts }];
  return [{ kind: 'missing-here', severity, subject: { providerId }, ...texts }];
}

function missingThere(item: LedgerItem, { now, graceMs }: MatchRules): Finding | undefined {
  const { ledgerId, providerId, state, since, kind, amount } = item;
  if (kind === 'order' && amount.minor === 0n) return undefined; // Nobody has paid it.
  // What no transaction was bound to has moved nothing; its own review says when that takes too long.
  if (state === 'failed' || providerId === undefined) return undefined;
  if (state === 'open' && now.getTime() - since.getTime() < graceMs) return undefined;
  const severity = state === 'completed' ? 'critical' : 'high';
  return { kind: 'missing-there', severity, subject: { ledgerId, providerId }, expected: state, actual: 'none', since };
}

/** Our movements, by everything that a transaction may know them by. */
class Books {
  private readonly byProviderId = new Map<string, LedgerItem>();
  private readonly byLedgerId = new Map<string, LedgerItem>();
  private readonly byHash = new Map<string, LedgerItem>();
  /** Movements that share their transaction with an earlier one. */
  readonly bookedTwice = new Map<LedgerItem, Finding>();

  constructor(items: readonly LedgerItem[]) {
    for (const item of items) {
      this.byLedgerId.set(item.ledgerId, item);
      if (item.transactionHash !== undefined) this.byHash.set(item.transactionHash, item);
      this.addProviderId(item);
    }
  }

  isBound({ providerId }: ProviderItem): boolean {
    return this.byProviderId.has(providerId);
  }

  partnerOf({ providerId, note, transactionHash }: ProviderItem): LedgerItem | undefined {
    const bound = this.byProviderId.get(providerId);
    if (bound) return bound;
    const named = idsIn(note).flatMap((id) => this.byLedgerId.get(id) ?? [])[0];
    return named ?? (transactionHash === undefined ? undefined : this.byHash.get(transactionHash));
  }

  private addProviderId(item: LedgerItem): void {
    const { providerId, ledgerId, since } = item;
    if (providerId === undefined) return;
    const first = this.byProviderId.get(providerId);
    if (!first) return void this.byProviderId.set(providerId, item);
    if (first.state === 'failed' || item.state === 'failed') return;
    const subject = { ledgerId, providerId };
    const texts = { expected: `one movement, ${first.ledgerId}`, actual: `${ledgerId} as well` };
    this.bookedTwice.set(item, { kind: 'duplicate', severity: 'critical', subject, ...texts, since });
  }
}

const idPattern = /\b(?:po|sw|tr)_[a-z0-9]{10,40}\b/g;

/** Ids of ours in a transaction's note. */
function idsIn(note: string | undefined): string[] {
  return note?.match(idPattern) ?? [];
}
