import { comparePair, type MatchRules } from './compare-pair.js';
import type { Finding, LedgerItem, ProviderItem } from './items.js';

export interface Matching {
  readonly findings: readonly Finding[];
  /** Pairs without any difference. */
  readonly matched: number;
  /** What stands on one side only, and is expected to. */
  readonly expected: number;
}

/** What each side was asked for: who is not in the other's answer is missing only if it was covered. */
export interface Coverage {
  readonly ours: (item: LedgerItem) => boolean;
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
  const findings: Finding[] = [...books.bookedTwice.values()];
  const paired = new Set<LedgerItem>(books.bookedTwice.keys());
  let [matched, expected] = [0, 0];
  // The transaction that a movement is bound to comes before others that name it.
  for (const item of [...theirs].sort((a, b) => Number(books.isBound(b)) - Number(books.isBound(a)))) {
    const partner = books.partnerOf(item);
    const found = partner && !paired.has(partner) ? comparePair(partner, item, rules) : alone(item, partner, rules);
    if (partner && !paired.has(partner)) matched += Number(found.length === 0);
    else expected += Number(found.length === 0);
    if (partner) paired.add(partner);
    findings.push(...found);
  }
  for (const item of ours.filter((each) => !paired.has(each) && coverage.ours(each))) {
    const found = missingThere(item, rules);
    if (found) findings.push(found);
    else expected += 1;
  }
  return { findings, matched, expected };
}

/** A transaction without a movement of its own. */
function alone(item: ProviderItem, partner: LedgerItem | undefined, { now, graceMs }: MatchRules): Finding[] {
  const { providerId, direction, state, amount, assetText, status, at } = item;
  if (state === 'failed') return []; // Nothing moved; a refusal of the gate looks like this.
  const isYoung = now.getTime() - at.getTime() < graceMs;
  if (isYoung && (state === 'open' || direction === 'in')) return []; // The gate may yet refuse it, or we may yet book it.
  const texts = { expected: 'nothing', actual: `${amount} ${assetText}, ${status}`, since: at } as const;
  const severity = state === 'completed' ? 'critical' : 'high';
  if (partner) {
    const subject = { ledgerId: partner.ledgerId, providerId };
    return [{ kind: 'duplicate', severity, subject, ...texts, expected: `one, ${partner.providerId ?? 'none bound'}` }];
  }
  if (direction === 'in') return [{ kind: 'unmatched-deposit', severity: 'high', subject: { providerId }, ...texts }];
  return [{ kind: 'missing-here', severity, subject: { providerId }, ...texts }];
}

function missingThere(item: LedgerItem, { now, graceMs }: MatchRules): Finding | undefined {
  const { ledgerId, providerId, state, since } = item;
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
