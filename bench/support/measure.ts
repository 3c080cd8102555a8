import type { BenchResult, BenchSettings } from './benchmark.js';

/** One way to do the operation; `nth` counts within one worker, `worker` from 0 to the concurrency. */
export interface Contender {
  readonly name: string;
  readonly operation: (round: string, worker: number, nth: number) => Promise<unknown>;
}

interface Round {
  readonly seconds: number;
  readonly latenciesMs: readonly number[];
}

/** Warms every contender up, then lets them take turns; each is reported by its median round. */
export async function measure(contenders: readonly Contender[], settings: BenchSettings): Promise<BenchResult[]> {
  const warmUp = { ...settings, events: Math.ceil(settings.events / 2) };
  for (const contender of contenders) await runRound(contender, warmUp, 'warm-up');
  const rounds = new Map<Contender, Round[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < settings.rounds; round++)
    for (const [contender, done] of rounds) done.push(await runRound(contender, settings, `round-${round}`));
  return [...rounds].map(([{ name }, done]) => report(name, settings, done));
}

async function runRound(
  { name, operation }: Contender,
  { events, concurrency }: BenchSettings,
  round: string,
): Promise<Round> {
  const latenciesMs: number[] = [];
  let left = events;
  const work = async (_: unknown, worker: number): Promise<void> => {
    for (let nth = 0; left-- > 0; nth++) {
      const startedAt = performance.now();
      await operation(`${name}-${round}`, worker, nth);
      latenciesMs.push(performance.now() - startedAt);
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: concurrency }, work));
  return { seconds: (performance.now() - startedAt) / 1_000, latenciesMs };
}

function report(name: string, { seed, concurrency, events }: BenchSettings, rounds: readonly Round[]): BenchResult {
  const bySpeed = rounds.toSorted((a, b) => a.seconds - b.seconds);
  const median = bySpeed[Math.floor((bySpeed.length - 1) / 2)];
  if (!median) throw new Error('At least one round');
  const { seconds, latenciesMs } = median;
  return {
    name,
    seed,
    concurrency,
    events,
    seconds: rounded(seconds),
    perSecond: Math.round(events / seconds),
    p50_ms: rounded(percentile(latenciesMs, 0.5)),
    p99_ms: rounded(percentile(latenciesMs, 0.99)),
  };
}

/** The value at or below which this share of all lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
