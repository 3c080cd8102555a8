import { append } from './append.js';
import { eventStoreReopen } from './event-store-reopen.js';
import { exports } from './export.js';
import { history } from './history.js';
import { projectionEngine } from './projection-engine.js';
import { projection } from './projection.js';
import type { Benchmark } from './support/benchmark.js';
import { webhookIntake } from './webhook-intake.js';

/** Every benchmark; a new one is a file and a line here. */
export const benchmarks: readonly Benchmark[] = [
  append,
  projection,
  projectionEngine,
  eventStoreReopen,
  webhookIntake,
  exports,
  history,
];
