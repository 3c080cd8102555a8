import { randomUUID } from 'node:crypto';
import type { EventStreams, NewEvent } from '#libs/event-streams/event-streams.js';
import type { Recorder, Scenario } from './workload.js';

/** Events of one stream in one append, and appends under way at once, while the log is filled. */
const appendMax = 200;
const fillers = 32;
const chunkMax = 5_000;

/** Writes a workload to the store in the order of the log, as far as one stream needs it. Resolves with how many events. */
export async function fillLog(streams: EventStreams, scenario: Scenario, count: number): Promise<number> {
  const chunks = new ChunkedEvents();
  scenario(chunks, count);
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
