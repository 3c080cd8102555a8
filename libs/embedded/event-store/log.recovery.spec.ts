import { beforeAll, describe, expect, it } from '@jest/globals';
import { stride } from '#test/support/scale.js';
import { appendTo, directory, idsOf, openStore, proposed } from './event-store.fixtures.js';
import { LogDamaged } from './log.recovery.js';
import { encodeRecord, recordFlags, sealRecord } from './record.codec.js';
import { Segment } from './segment.file.js';
import { SimulatedDisk } from './simulated-disk.fixtures.js';

const firstFile = `${directory}/0000000000000064.segment`;

/** What a crashed store left: two durable appends, then a batch of three. */
interface Crashed {
  readonly disk: SimulatedDisk;
  readonly content: Buffer;
  readonly early: readonly string[];
  readonly batch: readonly string[];
  /** Where the batch starts and ends in the file. */
  readonly start: number;
  readonly end: number;
}

async function crash(): Promise<Crashed> {
  const disk = new SimulatedDisk();
  const store = await openStore(disk);
  const early = [proposed(), proposed('{"b":1}')];
  for (const event of early) await appendTo(store, 's', [event]);
  const start = Segment.fileOffsetOf(store.index.end - 64);
  const batch = [proposed(), proposed('{"long":"xxxxxxxxxxxxxxxxxxxxxxxxx"}'), proposed()];
  await appendTo(store, 's', batch);
  const end = Segment.fileOffsetOf(store.index.end - 64);
  // The file is longer: zeros for what comes next.
  const content = disk.content(firstFile).subarray(0, end + 200);
  return {
    disk: disk.with(firstFile, content),
    content,
    start,
    end,
    early: early.map(({ id }) => id),
    batch: batch.map(({ id }) => id),
  };
}

async function idsAfterReopening(disk: SimulatedDisk): Promise<string[]> {
  return idsOf(await openStore(disk), 's');
}

describe('The last batch in a log', () => {
  let crashed: Crashed;
  beforeAll(async () => {
    crashed = await crash();
  });

  it('is there after a crash when it is complete', async () => {
    expect(await idsAfterReopening(crashed.disk)).toEqual([...crashed.early, ...crashed.batch]);
  });

  it('is dropped as a whole when the file ends anywhere inside it', async () => {
    const { disk, content, start, end, early } = crashed;
    for (let length = start; length < end; length += stride(3)) {
      const found = disk.with(firstFile, Buffer.from(content.subarray(0, length)));
      expect(await idsAfterReopening(found)).toEqual(early);
    }
  });

  it('is dropped as a whole when the rest of it is zeros from anywhere on', async () => {
    const { disk, content, start, end, early } = crashed;
    for (let at = start; at < end; at += stride(3)) {
      const torn = Buffer.from(content).fill(0, at);
      const isWhole = torn.equals(content);
      expect(await idsAfterReopening(disk.with(firstFile, torn))).toEqual(
        isWhole ? [...early, ...crashed.batch] : early,
      );
    }
  });

  it('is dropped as a whole when any byte of it is wrong', async () => {
    const { disk, content, start, end, early } = crashed;
    for (let at = start; at < end; at += stride(3)) {
      const damaged = Buffer.from(content);
      damaged[at] = (damaged[at] ?? 0) ^ 0x40;
      expect(await idsAfterReopening(disk.with(firstFile, damaged))).toEqual(early);
    }
  });

  it('does not come back when a new one takes the place of the one before it', async () => {
    const disk = new SimulatedDisk();
    const store = await openStore(disk);
    // One flush.
    await Promise.all([appendTo(store, 's', [proposed()]), appendTo(store, 's', [proposed()])]);
    const content = Buffer.from(disk.content(firstFile));
    content[Segment.fileOffsetOf(4)] = 0;
    const found = disk.with(firstFile, content);
    const next = proposed();
    await appendTo(await openStore(found), 's', [next]);
    expect(await idsAfterReopening(found.afterKill())).toEqual([next.id]);
  });

  it('does not count when its end is missing, whatever follows', async () => {
    const whole = { ...proposed(), revision: 0, created: 0 };
    const bytes = {
      streamName: Buffer.from('s'),
      type: Buffer.from('T'),
      contentType: Buffer.from('application/json'),
    };
    const opening = encodeRecord({ ...whole, ...bytes, position: 64, flags: recordFlags.firstOfBatch });
    const flags = recordFlags.firstOfBatch | recordFlags.lastOfBatch;
    const next = encodeRecord({ ...whole, ...bytes, position: 64 + opening.length, flags });
    for (const record of [opening, next]) sealRecord(record, 64);
    const disk = new SimulatedDisk();
    await openStore(disk);
    const header = disk.content(firstFile).subarray(0, Segment.fileOffsetOf(0));
    expect(await idsAfterReopening(disk.with(firstFile, Buffer.concat([header, opening, next])))).toEqual([]);
  });

  it('is reported when it is dropped', async () => {
    const { disk, content, start } = crashed;
    const lines: string[] = [];
    await openStore(disk.with(firstFile, content.subarray(0, start + 40)), { log: (line) => lines.push(line) });
    expect(lines).toEqual([expect.stringContaining(firstFile)]);
  });
});

describe('Damage to what was durable', () => {
  it('anywhere before the last flush keeps the store from opening, naming file and place', async () => {
    const { disk, content, start } = await crash();
    for (let at = Segment.fileOffsetOf(0); at < start; at += stride(5)) {
      const damaged = Buffer.from(content);
      damaged[at] = (damaged[at] ?? 0) ^ 0x40;
      const found = disk.with(firstFile, damaged);
      const error: unknown = await openStore(found).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(LogDamaged);
      const { file, offset, message } = error as LogDamaged;
      expect(file).toBe(firstFile);
      expect(offset).toBeLessThanOrEqual(at);
      expect(message).toContain(`${firstFile} is damaged at byte ${offset}`);
      // Nothing was touched.
      expect(found.content(firstFile)).toEqual(damaged);
    }
  });

  it('is noticed even in the last batch when the store had been closed', async () => {
    const { disk } = await crash();
    const store = await openStore(disk);
    await store.close();
    const content = disk.content(firstFile);
    const cut = disk.with(firstFile, content.subarray(0, Segment.fileOffsetOf(store.index.end - 64) - 8));
    await expect(openStore(cut)).rejects.toThrow(LogDamaged);
  });

  it('to the header of a file keeps the store from opening', async () => {
    const { disk, content } = await crash();
    const damaged = Buffer.from(content);
    damaged[9] = 1;
    await expect(openStore(disk.with(firstFile, damaged))).rejects.toThrow('no valid header');
  });
});

describe('A log of several files', () => {
  const segmentBytes = 2_000;
  let disk: SimulatedDisk;
  let ids: string[];
  beforeAll(async () => {
    disk = new SimulatedDisk();
    const store = await openStore(disk, { segmentBytes });
    const events = Array.from({ length: 40 }, () => proposed());
    for (const event of events) await appendTo(store, 's', [event]);
    await store.tombstone('closed', 'any');
    ids = events.map(({ id }) => id);
  });

  it('is opened with and without its index files', async () => {
    const indexes = disk.names.filter((name) => name.endsWith('.index'));
    expect(indexes.length).toBeGreaterThan(3);
    expect(await idsOf(await openStore(disk, { segmentBytes }), 's')).toEqual(ids);
    let bare = disk;
    for (const index of indexes) bare = bare.without(index);
    const reopened = await openStore(bare, { segmentBytes });
    expect(await idsOf(reopened, 's')).toEqual(ids);
    expect(reopened.index.isTombstoned('closed', reopened.index.count)).toBe(true);
    // They were made again.
    expect(bare.names.filter((name) => name.endsWith('.index'))).toEqual(indexes);
    for (const index of indexes) expect(bare.content(index)).toEqual(disk.content(index));
  });

  it('does not trust an index file that is damaged', async () => {
    for (const index of disk.names.filter((name) => name.endsWith('.index'))) {
      const damaged = Buffer.from(disk.content(index));
      damaged[20] = (damaged[20] ?? 0) ^ 1;
      expect(await idsOf(await openStore(disk.with(index, damaged), { segmentBytes }), 's')).toEqual(ids);
    }
  });

  it('is not opened when any file but the last is damaged, cut off or missing', async () => {
    const segments = disk.names.filter((name) => name.endsWith('.segment'));
    for (const segment of segments.slice(0, -1))
      for (const indexed of [true, false]) {
        const found = indexed ? disk : disk.without(segment.replace('.segment', '.index'));
        const content = found.content(segment);
        const damaged = Buffer.from(content);
        damaged[content.length - 20] = (damaged[content.length - 20] ?? 0) ^ 1;
        const cut = content.subarray(0, content.length - 8);
        for (const broken of [found.with(segment, damaged), found.with(segment, cut), found.without(segment)])
          await expect(openStore(broken, { segmentBytes })).rejects.toThrow(LogDamaged);
      }
  });
});
