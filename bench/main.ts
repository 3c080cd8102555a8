import fs from 'node:fs/promises';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import { benchmarks } from './registry.js';
import type { Benchmark, BenchResult, BenchSettings } from './support/benchmark.js';

const program = new Command('bench').description(
  'Benchmarks with a fixed seed, each beside its peers in the same run.',
);

for (const benchmark of benchmarks) addCommand(benchmark);
await program.parseAsync();

function addCommand(benchmark: Benchmark): void {
  const { events, concurrency, rounds } = benchmark.defaults;
  program
    .command(benchmark.name)
    .summary(benchmark.summary)
    .description(`Measures ${benchmark.summary}.`)
    .option('--json <file>', 'write the results there as JSON')
    .option('--seed <number>', 'what the work is made from', positive, 1)
    .option('--events <number>', 'operations in one round', positive, events)
    .option('--concurrency <number>', 'operations under way at once', positive, concurrency)
    .option('--rounds <number>', 'measured rounds; the median is reported', positive, rounds)
    .action(async (options: BenchSettings & { json?: string }) => {
      const results = await benchmark.run(options);
      process.stdout.write(`${tableOf(results)}\n`);
      if (options.json !== undefined) await fs.writeFile(options.json, `${JSON.stringify(results, undefined, 2)}\n`);
    });
}

function tableOf(results: readonly BenchResult[]): string {
  const table = new Table({ head: Object.keys(results[0] ?? {}), style: { head: [], border: [] } });
  table.push(...results.map((result) => Object.values(result)));
  return table.toString();
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value <= 0) throw new InvalidArgumentError('Expected a whole number above 0.');
  return value;
}
