import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EventStoreDBClient, jsonEvent, type ReadAllOptions, type ResolvedEvent } from '@eventstore/db-client';
import {
  startEmbeddedEventStore,
  type EmbeddedEventStore,
  type EmbeddedEventStoreOptions,
} from './embedded-event-store.js';

/** A directory, the stores that run on it and their clients; all gone after `close`. */
export class StoreFixture {
  readonly directory = fs.mkdtempSync(path.join(os.tmpdir(), 'embedded-event-store-'));
  private readonly servers: EmbeddedEventStore[] = [];
  private readonly clients: EventStoreDBClient[] = [];

  async start(options: Partial<EmbeddedEventStoreOptions> = {}): Promise<EmbeddedEventStore> {
    const server = await startEmbeddedEventStore({ directory: this.directory, port: 0, ...options });
    this.servers.push(server);
    return server;
  }

  connect(connectionString: string): EventStoreDBClient {
    const client = EventStoreDBClient.connectionString(connectionString);
    this.clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.clients) await client.dispose();
    for (const server of this.servers) await server.stop();
    fs.rmSync(this.directory, { recursive: true, force: true });
  }
}

export function testEvent(data: Record<string, unknown> = {}): ReturnType<typeof jsonEvent> {
  return jsonEvent({ type: 'Tested.v1', data });
}

export async function readStream(client: EventStoreDBClient, stream: string): Promise<ResolvedEvent[]> {
  const events: ResolvedEvent[] = [];
  for await (const resolved of client.readStream(stream)) events.push(resolved);
  return events;
}

/** The number of events. */
export async function readAll(client: EventStoreDBClient, options: ReadAllOptions): Promise<number> {
  let count = 0;
  for await (const _ of client.readAll(options)) count++;
  return count;
}

/** What the promise was rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no rejection',
    (error: unknown) => error,
  );
}
