import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { collect, newEvent, newName, openStoreUnderTest, type StoreUnderTest } from './store-under-test.js';

let store: StoreUnderTest;
beforeAll(async () => {
  store = await openStoreUnderTest();
});
afterAll(() => store.close());

/** The string with another scheme or hosts. */
function variant(scheme: string, hosts: (host: string) => string): string {
  const [, credentials = '', host = '', rest = ''] =
    /^\w+(?:\+\w+)?:\/\/([^@/?]*@)?([^/?]+)(.*)$/.exec(store.connectionString) ?? [];
  return `${scheme}://${credentials}${hosts(host)}${rest}`;
}

describe('A connection string', () => {
  it.each([
    ['with one host', () => variant('esdb', (host) => host)],
    ['that discovers the cluster', () => variant('esdb+discover', (host) => host)],
    ['with several hosts, some of them down', () => variant('esdb', (host) => `127.0.0.1:1,${host}`)],
  ])('%s leads to the store', async (_, connectionString) => {
    const client = EventStoreDBClient.connectionString(connectionString());
    const name = newName();
    await client.appendToStream(name, newEvent());
    expect(await collect(client.readStream(name))).toHaveLength(1);
    await client.dispose();
  });
});

describe('Several clients', () => {
  it('see what each of them writes', async () => {
    const clients = Array.from({ length: 4 }, () => EventStoreDBClient.connectionString(store.connectionString));
    const name = newName();
    for (const [n, client] of clients.entries())
      await client.appendToStream(name, newEvent(), { expectedRevision: n === 0 ? 'no_stream' : BigInt(n - 1) });
    for (const client of clients) {
      expect(await collect(client.readStream(name))).toHaveLength(4);
      await client.dispose();
    }
  });
});
