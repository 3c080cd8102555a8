import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EventStreams, NewEvent, Position } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import { openDatabase, type Database } from '#libs/read-store/database.js';
import { migrate } from '#libs/read-store/migrations.js';
import { runProjections } from '#libs/read-store/run-projections.js';
import { projections } from '#projections/registry.js';
import type { Benchmark, BenchResult } from './support/benchmark.js';
import { withStores, type BenchStores } from './support/stores.js';
import { payoutLives, seed as workloadSeed, type Recorder } from './support/workload.js';

/** Events of one stream in one append, and appends under way at once, while the log is filled. */
const appendMax = 200;
const fillers = 32;
const chunkMax = 5_000;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Projection of ledger events out of the event store into all read models, end to end: store, wire, decoding, folding and
 * durable rows. Beside it, in the same run, what merely reading the same log costs.
 */
export const projection: Benchmark = {
  name: 'projection',
  summary: 'ledger events from the event store into all read models, beside merely reading them',
  defaults: { events: 300_000, concurrency: 1, rounds: 1 },
  run: ({ events }) => withStores((stores) => compare(stores, events)),
};

async function compare({ eventStoreUrl, databaseUrl }: BenchStores, events: number): Promise<BenchResult[]> {
  const streams = connectEventStreams({ connectionString: eventStoreUrl, timing: patientTiming });
  const database = openDatabase({ url: databaseUrl });
  try {
    await migrate(database);
    const filled = await fill(streams, events);
    return [
      await timed('projection', filled, () => projectAll(streams, database)),
      await timed('reading only', filled, () => readLog(streams)),
    ];
  } finally {
    await streams.close();
    await database.close();
  }
}

async function timed(name: string, events: number, work: () => Promise<void>): Promise<BenchResult> {
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(before);
  return {
    name,
    seed: workloadSeed,
    events,
    seconds: Number(seconds.toFixed(2)),
    perSecond: Math.round(events / seconds),
    cpu_us_per_event: Number(((user + system) / events).toFixed(1)),
  };
}

async function projectAll(eventStreams: EventStreams, database: Database): Promise<void> {
  const stopping = new AbortController();
  const end = await eventStreams.head();
  const { signal } = stopping;
  const running = await runProjections({ projections, eventStreams, database, log: quiet, signal });
  while (!running.states().every(({ position }) => isAt(position, end))) {
    const stopped = running.states().find(({ stoppedAt }) => stoppedAt);
    if (stopped) throw new Error(`${stopped.name} stopped: ${stopped.stoppedAt?.reason}`);
    await delay(10);
  }
  stopping.abort();
  await running.done;
}

function isAt(position: Position | undefined, end: Position | undefined): boolean {
  return position !== undefined && end !== undefined && position.commit >= end.commit;
}

async function readLog(streams: EventStreams): Promise<void> {
  const prefixes = [...new Set(projections.flatMap(({ streams: read }) => read))];
  let last: Position | undefined;
  for await (const event of streams.readAll('start', { streamPrefixes: prefixes })) last = event.position;
  if (last === undefined) throw new Error('The log is empty');
}

/** Writes the workload to the store in the order of the log, as far as one stream needs it. */
async function fill(streams: EventStreams, count: number): Promise<number> {
  const chunks = new ChunkedEvents();
  payoutLives(chunks, count);
  const revisions = new Map<string, bigint>();
  for (const chunk of chunks.all()) {
    const byStream = new Map<string, RecordedEvent[]>();
    for (const each of chunk) byStream.set(each.streamName, [...(byStream.get(each.streamName) ?? []), each]);
    // Payouts before the accounts that refer to them.
    const names = [...byStream.keys()].sort((a, b) => b.localeCompare(a));
    await inParallel(names, async (name) => {
      const events = (byStream.get(name) ?? []).map(({ event }) => event);
      for (let from = 0; from < events.length; from += appendMax) {
        const part = events.slice(from, from + appendMax);
        const { revision } = await streams.append(name, revisions.get(name) ?? 'no-stream', part);
        revisions.set(name, revision);
      }
    });
  }
  return chunks.size;
}

async function inParallel(keys: readonly string[], work: (key: string) => Promise<void>): Promise<void> {
  const waiting = keys.values();
  const run = async (): Promise<void> => {
    for (const key of waiting) await work(key);
  };
  await Promise.all(Array.from({ length: fillers }, run));
}

interface RecordedEvent {
  readonly streamName: string;
  readonly event: NewEvent;
}

class ChunkedEvents implements Recorder {
  private readonly events: RecordedEvent[] = [];
  private readonly metadata = { correlationId: 'bench', causationId: 'bench', actor: 'bench' };

  get size(): number {
    return this.events.length;
  }

  record(streamName: string, type: string, data: NewEvent['data']): void {
    this.events.push({ streamName, event: { id: randomUUID(), type, data, metadata: this.metadata } });
  }

  *all(): Generator<readonly RecordedEvent[]> {
    for (let from = 0; from < this.events.length; from += chunkMax) yield this.events.slice(from, from + chunkMax);
  }
}
