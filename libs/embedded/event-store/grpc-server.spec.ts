import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  persistentSubscriptionToStreamSettingsFromDefaults,
  type EventStoreDBClient,
  type Position,
} from '@eventstore/db-client';
import type { EmbeddedEventStore } from './embedded-event-store.js';
import { readAll, readStream, rejectionOf, StoreFixture, testEvent } from './embedded-event-store.fixtures.js';
import { SimulatedDisk } from './simulated-disk.fixtures.js';
import { testCertificate, testPrivateKey } from './tls.fixtures.js';

let fixture: StoreFixture;
beforeEach(() => {
  fixture = new StoreFixture();
});
afterEach(() => fixture.close());

describe('With users', () => {
  const tls = { certificate: testCertificate, privateKey: testPrivateKey };
  const connectAs = (server: EmbeddedEventStore, credentials: string): EventStoreDBClient => {
    const authority = path.join(fixture.directory, 'authority.pem');
    fs.writeFileSync(authority, testCertificate);
    return fixture.connect(`esdb://${credentials}localhost:${server.port}?tls=true&tlsCAFile=${authority}`);
  };

  it('only those who know a password may do anything', async () => {
    const server = await fixture.start({ tls, users: { ada: 'secret', bob: 'other' } });
    expect(server.connectionString).toBe(`esdb://127.0.0.1:${server.port}?tls=true`);
    await connectAs(server, 'ada:secret@').appendToStream('s', testEvent());
    expect(await readStream(connectAs(server, 'bob:other@'), 's')).toHaveLength(1);
    for (const credentials of ['ada:other@', 'eve:secret@', '']) {
      const client = connectAs(server, credentials);
      for (const attempt of [
        client.appendToStream('s', testEvent()),
        client.appendToStream('s', testEvent(), { credentials: { username: 'ada', password: 'wrong' } }),
        client.deleteStream('s'),
        client.tombstoneStream('s'),
        readStream(client, 's'),
        readAll(client, {}),
      ])
        expect(await rejectionOf(attempt)).toMatchObject({ type: 'access-denied' });
    }
    expect(await readStream(connectAs(server, 'ada:secret@'), 's')).toHaveLength(1);
  });

  it('a store needs TLS', async () => {
    await expect(fixture.start({ users: { ada: 'secret' } })).rejects.toThrow('TLS');
  });
});

describe('What is outside of the subset', () => {
  it('answers UNIMPLEMENTED', async () => {
    const client = fixture.connect((await fixture.start()).connectionString);
    const settings = persistentSubscriptionToStreamSettingsFromDefaults();
    for (const attempt of [
      client.createPersistentSubscriptionToStream('s', 'group', settings),
      client.listProjections(),
      client.createProjection('p', 'fromAll()'),
    ])
      expect(await rejectionOf(attempt)).toMatchObject({ code: 12 });
  });
});

describe('A position that is none', () => {
  it('is refused: inside a record, from another log, behind the end', async () => {
    const client = fixture.connect((await fixture.start()).connectionString);
    await client.appendToStream('s', testEvent());
    const { position } = await client.appendToStream('s', testEvent());
    if (position === undefined) throw new Error('No position');
    const inside = { commit: position.commit + 8n, prepare: position.prepare + 8n };
    const torn = { commit: position.commit, prepare: position.prepare - 8n };
    const behind = { commit: position.commit * 10n, prepare: position.commit * 10n };
    const subscribed = (fromPosition: Position): Promise<unknown> =>
      new Promise((resolve) => client.subscribeToAll({ fromPosition }).on('error', resolve));
    const before = { commit: position.commit - 8n, prepare: position.prepare - 8n };
    for (const wrong of [before, torn]) {
      expect(await rejectionOf(readAll(client, { fromPosition: wrong }))).toMatchObject({ code: 3 });
      expect(await rejectionOf(readAll(client, { fromPosition: wrong, direction: 'backwards' }))).toMatchObject({
        code: 3,
      });
      expect(await subscribed(wrong)).toMatchObject({ code: 3 });
    }
    expect(await subscribed(behind)).toMatchObject({ code: 3 });
    expect(await readAll(client, { fromPosition: behind })).toBe(0);
    expect(await readAll(client, { fromPosition: behind, direction: 'backwards' })).toBe(2);
    expect(await rejectionOf(readAll(client, { fromPosition: inside }))).toMatchObject({ code: 3 });
  });
});

describe('A live subscriber', () => {
  it('that takes its events too slowly is told that it fell behind, and when it has caught up again', async () => {
    const client = fixture.connect((await fixture.start()).connectionString);
    const subscription = client.subscribeToAll();
    const said: string[] = [];
    let events = 0;
    for (const word of ['caughtUp', 'fellBehind']) subscription.on(word, () => said.push(word));
    await new Promise((resolve) => subscription.on('data', () => events++).once('caughtUp', resolve));
    subscription.pause();
    const padding = 'x'.repeat(5_000);
    for (let n = 0; n < 40; n++)
      await client.appendToStream(
        's',
        Array.from({ length: 100 }, () => testEvent({ padding })),
      );
    expect(events).toBeLessThan(4_000);
    subscription.resume();
    const isDone = (): boolean => events >= 4_000 && said.length >= 3;
    while (!isDone()) await delay(5);
    await subscription.unsubscribe();
    expect(events).toBe(4_000);
    expect(said).toEqual(['caughtUp', 'fellBehind', 'caughtUp']);
  });
});

describe('Many reads at once', () => {
  it('are all answered', async () => {
    const client = fixture.connect((await fixture.start()).connectionString);
    await client.appendToStream('s', [testEvent(), testEvent()]);
    const reads = await Promise.all(Array.from({ length: 300 }, () => readStream(client, 's')));
    expect(reads.every((events) => events.length === 2)).toBe(true);
  });
});

describe('An event that the disk has changed since the store was opened', () => {
  it('is not handed out', async () => {
    const disk = new SimulatedDisk();
    const first = await fixture.start({ fileSystem: disk });
    await fixture.connect(first.connectionString).appendToStream('s', [testEvent(), testEvent()]);
    await first.stop();
    const client = fixture.connect((await fixture.start({ fileSystem: disk })).connectionString);
    expect(await readStream(client, 's')).toHaveLength(2);
    const [segment = ''] = disk.names.filter((name) => name.endsWith('.segment'));
    disk.content(segment)[200] = 0xff;
    expect(await rejectionOf(readStream(client, 's'))).toMatchObject({ code: 15 });
    expect(await rejectionOf(readAll(client, {}))).toMatchObject({ code: 15 });
  });
});
