import type { Hint, HintTargets, LookUp } from './hint-targets.js';

/** One search at the provider serves all deposits that are asked for together: as many as come in one batch. */
const concurrency_max: Readonly<Record<Hint['kind'], number>> = { deposit: 500, purchase: 16, transaction: 16 };
/** So many of each kind are asked for first, to find out whether the provider is there. */
const probes = 16;
/** Failures in a row after which the rest of a batch is not asked for: the provider is away. */
const silence_max = 4;

export type Provider = 'terminal' | 'platform';

/** What was not learned, and whether it may be the hint's own fault. */
export type Looked = LookUp | { readonly outcome: 'failed'; readonly error: unknown };

/** Looks up several hints side by side. One that fails keeps nobody else waiting, and neither does a provider that is away. */
export async function lookUpAll(targets: HintTargets, hints: readonly Hint[]): Promise<Map<Hint, Looked>> {
  const found = new Map<Hint, Looked>();
  const silent: Record<Provider, number> = { terminal: 0, platform: 0 };
  const work = async (left: Iterator<Hint>): Promise<void> => {
    for (let next = left.next(); !next.done; next = left.next()) {
      const hint = next.value;
      const provider = providerOf(hint);
      const isAway = silent[provider] >= silence_max;
      const looked: Looked = isAway ? { outcome: 'unavailable', reason: 'away' } : await lookUp(targets, hint);
      const isSilent = looked.outcome === 'unavailable' || looked.outcome === 'failed';
      silent[provider] = isSilent ? silent[provider] + 1 : 0;
      found.set(hint, looked);
    }
  };
  const sideBySide = async (some: readonly Hint[], length: number): Promise<void> => {
    const left = some.values();
    await Promise.all(Array.from({ length: Math.min(length, some.length) }, () => work(left)));
  };
  const lookUpKind = async ([kind, length]: [string, number]): Promise<void> => {
    const ofKind = hints.filter((hint) => hint.kind === kind);
    const [first, rest] = [ofKind.slice(0, probes), ofKind.slice(probes)];
    await sideBySide(first, probes);
    await sideBySide(rest, length);
  };
  await Promise.all(Object.entries(concurrency_max).map(lookUpKind));
  return found;
}

async function lookUp(targets: HintTargets, hint: Hint): Promise<Looked> {
  try {
    return await targets.lookUp(hint);
  } catch (error) {
    return { outcome: 'failed', error };
  }
}

/** The Terminal and the Platform fail each for itself. */
export function providerOf({ kind }: Pick<Hint, 'kind'>): Provider {
  return kind === 'transaction' ? 'platform' : 'terminal';
}
