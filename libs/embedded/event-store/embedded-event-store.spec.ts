import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import { DirectoryInUse } from './directory-lock.js';
import { PortTaken } from './embedded-event-store.js';
import { readAll, readStream, rejectionOf, StoreFixture, testEvent } from './embedded-event-store.fixtures.js';
import { LogDamaged } from './log.recovery.js';
import { SimulatedDisk } from './simulated-disk.fixtures.js';

// A port that is taken is reported by an error: that is enough.
setLogVerbosity(logVerbosity.NONE);

let fixture: StoreFixture;
beforeEach(() => {
  fixture = new StoreFixture();
});
afterEach(() => fixture.close());

describe('A store that is stopped and started again', () => {
  it('is as it was: events, positions, metadata, deletions', async () => {
    const first = await fixture.start();
    const client = fixture.connect(first.connectionString);
    for (let n = 0; n < 20; n++) await client.appendToStream('kept', [testEvent({ n }), testEvent({ n })]);
    await client.setStreamMetadata('kept', { maxCount: 7 });
    await client.appendToStream('deleted', testEvent());
    await client.deleteStream('deleted');
    await client.appendToStream('closed', testEvent());
    await client.tombstoneStream('closed');
    const before = await readStream(client, 'kept');
    const log = await readAll(client, {});
    await first.stop();

    const again = fixture.connect((await fixture.start()).connectionString);
    expect(await readStream(again, 'kept')).toEqual(before);
    expect(before).toHaveLength(7);
    expect(await readAll(again, {})).toBe(log);
    expect(await rejectionOf(readStream(again, 'deleted'))).toMatchObject({ type: 'stream-not-found' });
    expect(await rejectionOf(readStream(again, 'closed'))).toMatchObject({ type: 'stream-deleted' });
    expect(await again.appendToStream('kept', testEvent(), { expectedRevision: 39n })).toMatchObject({
      nextExpectedRevision: 40n,
    });
    expect(await again.appendToStream('deleted', testEvent())).toMatchObject({ nextExpectedRevision: 1n });
  });

  it('goes on over many files of the log', async () => {
    const segmentBytes = 4_000;
    let revision = -1n;
    for (let life = 0; life < 4; life++) {
      const server = await fixture.start({ segmentBytes });
      const client = fixture.connect(server.connectionString);
      for (let n = 0; n < 10; n++) {
        const expectedRevision = revision === -1n ? 'no_stream' : revision;
        const appended = await client.appendToStream('s', [testEvent(), testEvent()], { expectedRevision });
        revision = appended.nextExpectedRevision;
      }
      expect((await readStream(client, 's')).map((resolved) => resolved.event?.revision)).toEqual(
        Array.from({ length: Number(revision) + 1 }, (_, n) => BigInt(n)),
      );
      await server.stop();
    }
    expect(fs.readdirSync(fixture.directory).filter((name) => name.endsWith('.segment')).length).toBeGreaterThan(4);
  });
});

describe('A data directory', () => {
  it('serves one store at a time', async () => {
    const server = await fixture.start();
    const error = await rejectionOf(fixture.start());
    expect(error).toBeInstanceOf(DirectoryInUse);
    expect(error).toMatchObject({ directory: fixture.directory, pid: process.pid });
    expect(String(error)).toContain(String(process.pid));
    await server.stop();
    await fixture.start();
  });

  it('that is damaged is not opened, and not kept locked', async () => {
    const server = await fixture.start({ segmentBytes: 1_000 });
    const client = fixture.connect(server.connectionString);
    for (let n = 0; n < 10; n++) await client.appendToStream('s', testEvent({ n, padding: 'x'.repeat(300) }));
    await server.stop();
    const [first = ''] = fs.readdirSync(fixture.directory).filter((name) => name.endsWith('.segment'));
    const file = path.join(fixture.directory, first);
    const content = fs.readFileSync(file);
    const damaged = Buffer.from(content);
    damaged[200] = (damaged[200] ?? 0) ^ 1;
    fs.writeFileSync(file, damaged);
    for (let attempt = 0; attempt < 2; attempt++) {
      const error = await rejectionOf(fixture.start());
      expect(error).toBeInstanceOf(LogDamaged);
      expect(String(error)).toContain(file);
    }
    fs.writeFileSync(file, content);
    expect(await readStream(fixture.connect((await fixture.start()).connectionString), 's')).toHaveLength(10);
  });
});

describe('A port', () => {
  it('that is taken is named', async () => {
    const { port } = await fixture.start();
    const other = path.join(fixture.directory, 'other');
    const error = await rejectionOf(fixture.start({ directory: other, port }));
    expect(error).toBeInstanceOf(PortTaken);
    expect(error).toMatchObject({ port });
    expect(String(error)).toContain(String(port));
    // The fixture.directory is free again.
    await fixture.start({ directory: other });
  });

  it('can be that of a store just stopped', async () => {
    const first = await fixture.start();
    await fixture.connect(first.connectionString).appendToStream('s', testEvent());
    await first.stop();
    const second = await fixture.start({ port: first.port });
    expect(second.connectionString).toBe(first.connectionString);
  });
});

describe('A store whose disk fails', () => {
  it('answers waiting appends with an error, ends its subscriptions, and says why', async () => {
    const disk = new SimulatedDisk();
    const server = await fixture.start({ fileSystem: disk });
    const client = fixture.connect(server.connectionString);
    await client.appendToStream('s', testEvent());
    const subscription = client.subscribeToAll();
    const ended = new Promise<unknown>((resolve) => subscription.on('error', resolve));
    await new Promise((resolve) => subscription.once('data', resolve));
    disk.fault = () => {
      throw new Error('EIO: i/o error');
    };
    const appends = await Promise.all([1, 2, 3].map((n) => rejectionOf(client.appendToStream(`s-${n}`, testEvent()))));
    for (const error of appends) expect(error).toMatchObject({ type: 'unavailable' });
    expect(await ended).toMatchObject({ type: 'unavailable' });
    expect((await server.failed).message).toContain('EIO');
    expect(await rejectionOf(client.appendToStream('s', testEvent()))).toMatchObject({ code: 14 });
  });
});

describe('A store that is stopped', () => {
  it('ends what is running with UNAVAILABLE, twice is once, and quickly', async () => {
    const server = await fixture.start();
    const client = fixture.connect(server.connectionString);
    await client.appendToStream('s', testEvent());
    const subscription = client.subscribeToStream('s');
    const ended = new Promise<unknown>((resolve) => subscription.on('error', resolve));
    await new Promise((resolve) => subscription.once('data', resolve));
    const started = performance.now();
    await Promise.all([server.stop(), server.stop()]);
    expect(performance.now() - started).toBeLessThan(4_000);
    expect(await ended).toMatchObject({ type: 'unavailable' });
  });
});
