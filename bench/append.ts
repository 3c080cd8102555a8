import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import type { NewEvent } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import type { Benchmark, BenchResult, BenchSettings } from './support/benchmark.js';
import { measure, type Contender } from './support/measure.js';
import { seededRandom, seededText, seededUuid } from './support/seeded.js';
import { withStoreProcess } from './support/store-process.js';

/** About 1 KB as stored. */
const textLength = 700;
const metadata = { correlationId: 'bench', causationId: 'bench', actor: 'worker' };

/** Durable appends of single events, each worker on a stream of its own: the adapter beside the bare client. */
export const append: Benchmark = {
  name: 'append',
  summary: 'durable single-event appends: EventStreams beside the bare client',
  defaults: { events: 20_000, concurrency: 64, rounds: 5 },
  run: async (settings) => withStoreProcess(async (connectionString) => compare(connectionString, settings)),
};

async function compare(connectionString: string, settings: BenchSettings): Promise<BenchResult[]> {
  const events = eventSource(settings.seed);
  const streams = connectEventStreams({ connectionString, timing: patientTiming });
  const client = EventStoreDBClient.connectionString(connectionString);
  const adapter: Contender = {
    name: 'EventStreams',
    operation: async (round, worker, nth) => {
      await streams.append(`${round}-${worker}`, nth === 0 ? 'no-stream' : BigInt(nth - 1), [events()]);
    },
  };
  const bare: Contender = {
    name: 'bare client',
    operation: async (round, worker, nth) => {
      const { id, type, data } = events();
      const expectedRevision = nth === 0 ? NO_STREAM : BigInt(nth - 1);
      await client.appendToStream(`${round}-${worker}`, jsonEvent({ id, type, data: { ...data }, metadata }), {
        expectedRevision,
      });
    },
  };
  try {
    return await measure([adapter, bare], settings);
  } finally {
    await streams.close();
    await client.dispose();
  }
}

/** Bodies are made beforehand, so that making them is not measured. */
function eventSource(seed: number): () => NewEvent {
  const random = seededRandom(seed);
  const bodies = Array.from({ length: 256 }, (_, n) => ({
    n,
    amount: '1.000001',
    text: seededText(random, textLength),
  }));
  let next = 0;
  return () => {
    const data = bodies[next++ % bodies.length] ?? {};
    return { id: seededUuid(random), type: 'BenchEventRecorded.v1', data, metadata };
  };
}
