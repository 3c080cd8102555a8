/** What decides a run; the same values give the same work. */
export interface BenchSettings {
  readonly seed: number;
  /** Operations in one round. */
  readonly events: number;
  /** Operations under way at once. */
  readonly concurrency: number;
  /** Measured rounds; contenders take turns, so that a noisy moment hits all of them. */
  readonly rounds: number;
}

/** One line of the outcome: a name, the settings and what was measured, each with its unit in its name. */
export type BenchResult = { readonly name: string } & Readonly<Record<string, string | number>>;

/** One subject with a fixed seed, measured beside its peers in the same run. */
export interface Benchmark {
  readonly name: string;
  readonly summary: string;
  readonly defaults: Omit<BenchSettings, 'seed'>;
  readonly run: (settings: BenchSettings) => Promise<readonly BenchResult[]>;
}
