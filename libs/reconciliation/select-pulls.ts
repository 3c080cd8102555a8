import { fingerprintOf, type LedgerItem } from './items.js';
import type { Heard, Memory, OpenBreak } from './sides.js';

/** What is heard of while a run begins may be of before or after: it is looked at once more. */
const overlap_ms = 60_000;

/** What a run knows before it asks the provider for anything. */
export interface Known {
  readonly ours: readonly LedgerItem[];
  readonly heard: readonly Heard[];
  readonly memory: Memory;
  readonly open: readonly OpenBreak[];
  /** Wallets whose balances differ otherwise than before: something moved there that one side does not know. */
  readonly drifting: ReadonlySet<string>;
}

export interface PullRules {
  /** Everything, whatever is remembered. */
  readonly full: boolean;
  /** Remembered ones that are looked at again although nothing speaks for it, those compared longest ago first. */
  readonly rechecksMax: number;
}

/** Compared when it had ended on both sides, and not changed on ours since. */
export function isRemembered(item: LedgerItem, memory: Memory): boolean {
  if (item.state === 'open' || item.providerId === undefined) return false;
  return memory.get(item.providerId)?.ours === fingerprintOf(item);
}

/**
 * The provider's ids that are to be asked for: what changed on our side, what we heard of, what a break is about, what
 * is in a wallet that drifts, and in turns some of the rest, so that no change of the provider's stays unseen (INV-R2).
 */
export function selectPulls({ ours, heard, memory, open, drifting }: Known, rules: PullRules): ReadonlySet<string> {
  const isSuspect = (item: LedgerItem): boolean =>
    rules.full || !isRemembered(item, memory) || (item.walletId !== undefined && drifting.has(item.walletId));
  const isNews = ({ providerId, at }: Heard): boolean => {
    const known = memory.get(providerId);
    return rules.full || !known || at.getTime() + overlap_ms >= known.comparedAt.getTime();
  };
  const selected = new Set([
    ...ours.filter(isSuspect).flatMap(({ providerId }) => providerId ?? []),
    ...heard.filter(isNews).map(({ providerId }) => providerId),
    ...open.flatMap(({ providerId }) => providerId ?? []),
  ]);
  for (const providerId of turns(ours, memory, selected).slice(0, rules.rechecksMax)) selected.add(providerId);
  return selected;
}

function turns(ours: readonly LedgerItem[], memory: Memory, selected: ReadonlySet<string>): string[] {
  return ours
    .flatMap(({ providerId = '' }) => memory.get(providerId) ?? [])
    .filter(({ providerId }) => !selected.has(providerId))
    .toSorted((a, b) => a.comparedAt.getTime() - b.comparedAt.getTime())
    .map(({ providerId }) => providerId);
}
