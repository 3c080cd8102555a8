import { randomUUID } from 'node:crypto';
import type { ExpectedRevision } from './append.rules.js';
import type { ProposedEvent } from './batch-builder.js';
import { EventStore, type EventStoreOptions } from './event-store.js';
import type { FileSystem } from './file-system.js';

export const directory = '/data';

export function openStore(fileSystem: FileSystem, options: Partial<EventStoreOptions> = {}): Promise<EventStore> {
  return EventStore.open({
    fileSystem,
    directory,
    log: () => undefined,
    segmentBytes: 64 << 20,
    now: Date.now,
    newId: randomUUID,
    ...options,
  });
}

export function proposed(data = '{}', type = 'Tested.v1'): ProposedEvent {
  return {
    id: randomUUID(),
    type,
    contentType: 'application/json',
    data: Buffer.from(data),
    customMetadata: Buffer.alloc(0),
  };
}

export function appendTo(
  store: EventStore,
  streamName: string,
  events: readonly ProposedEvent[],
  expected: ExpectedRevision = 'any',
): ReturnType<EventStore['append']> {
  return store.append({ streamName, expected, events });
}

/** The ids of all durable events of a stream, in order. */
export async function idsOf(store: EventStore, streamName: string): Promise<string[]> {
  const last = store.index.lastEvent(streamName, store.index.durableCount);
  if (last === undefined) return [];
  const records = await store.records.read(store.index.eventsUpTo(last, 0));
  return records.map((record) => record.id);
}
