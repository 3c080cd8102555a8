import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EventStoreDBClient, jsonEvent, type JSONEventData } from '@eventstore/db-client';
import { startEmbeddedEventStore, type EmbeddedEventStore } from '#libs/embedded/event-store/embedded-event-store.js';

/** The server that the contract is checked against, and a client of it. */
export interface StoreUnderTest {
  readonly client: EventStoreDBClient;
  readonly connectionString: string;
  readonly embedded: boolean;
  close(): Promise<void>;
}

/** The real server named by EVENTSTORE_URL, or an embedded one with an empty log. */
export async function openStoreUnderTest(): Promise<StoreUnderTest> {
  const url = process.env['EVENTSTORE_URL'];
  if (url !== undefined) return connected(url, undefined);
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'event-store-contract-'));
  const server = await startEmbeddedEventStore({ directory, port: 0 });
  return connected(server.connectionString, { server, directory });
}

function connected(
  connectionString: string,
  own: { readonly server: EmbeddedEventStore; readonly directory: string } | undefined,
): StoreUnderTest {
  const client = EventStoreDBClient.connectionString(connectionString);
  return {
    client,
    connectionString,
    embedded: own !== undefined,
    close: async () => {
      await client.dispose();
      await own?.server.stop();
      if (own !== undefined) fs.rmSync(own.directory, { recursive: true, force: true });
    },
  };
}

/** A name that no other test and no earlier run has used. */
export function newName(prefix = 'contract'): string {
  return `${prefix}-${randomUUID()}`;
}

export function newEvent(type = 'Tested.v1', data: JSONEventData['data'] = {}): JSONEventData {
  return jsonEvent({ type, data });
}

export function newEvents(count: number, type = 'Tested.v1'): JSONEventData[] {
  return Array.from({ length: count }, (_, n) => newEvent(type, { n }));
}

/** What the promise was rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail');
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
}

/** `stream@from` to `stream@to`. */
export function eventNames(stream: string, from: number, to: number): string[] {
  return range(from, to).map((n) => `${stream}@${n}`);
}
