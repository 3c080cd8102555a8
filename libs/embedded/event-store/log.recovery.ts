import { crc32 } from 'node:zlib';
import type { EventIndex } from './event-index.js';
import type { FileSystem } from './file-system.js';
import { LogRecord, recordAlignment, recordFlags } from './record.codec.js';
import { decodeSegmentIndex, encodeSegmentIndex, type SegmentIndex } from './segment-index.codec.js';
import { addToIndex, segmentIndexOf } from './segment-index.js';
import { firstPosition, indexFileOf, listSegmentFiles, Segment } from './segment.file.js';

/** The log does not hold what it once held durably. Nothing was changed; the data need restoring from a backup. */
export class LogDamaged extends Error {
  override readonly name = 'LogDamaged';

  constructor(
    readonly file: string,
    readonly offset: number,
    what: string,
  ) {
    super(`${file} is damaged at byte ${offset}: ${what}. Nothing was changed; restore the data from a backup`);
  }
}

export interface LogFolder {
  readonly fileSystem: FileSystem;
  readonly directory: string;
  readonly log: (line: string) => void;
}

/**
 * Opens the segments of a data directory, oldest first, and fills the index. Every byte is checked. A batch that a crash
 * cut short was never acknowledged and is dropped.
 * @throws LogDamaged where something that was durable is missing.
 */
export async function recoverLog(folder: LogFolder, index: EventIndex): Promise<Segment[]> {
  const files = await listSegmentFiles(folder.fileSystem, folder.directory);
  const segments: Segment[] = [];
  index.end = firstPosition;
  try {
    for (const [at, file] of files.entries()) {
      const { segment, content } = await Segment.open(folder.fileSystem, file);
      segments.push(segment);
      await recoverSegment(folder, index, { segment, content, nextFile: files[at + 1] });
    }
  } catch (error) {
    await Promise.all(segments.map((segment) => segment.close()));
    throw error;
  }
  return segments;
}

interface FoundSegment {
  readonly segment: Segment;
  readonly content: Buffer;
  readonly nextFile: string | undefined;
}

async function recoverSegment(folder: LogFolder, index: EventIndex, found: FoundSegment): Promise<void> {
  const { segment, content, nextFile } = found;
  if (segment.base !== index.end)
    throw new LogDamaged(segment.filePath, 0, `the log ends at ${index.end} in the file before it`);
  const indexed = await addIndexed(folder, segment, content, index);
  addScanned(segment, content, index);
  segment.end = index.end;
  segment.checksum = crc32(content.subarray(indexed.size, segment.size), indexed.checksum);
  if (nextFile === undefined) return settleTail(folder, segment, content);
  checkComplete(segment, Segment.baseOf(nextFile));
  if (indexed.size < segment.size) await writeSegmentIndex(folder, segment, index);
}

/** Takes the events of the segment's index file, if there is one to use. Gives the size and checksum of their part. */
async function addIndexed(
  folder: LogFolder,
  segment: Segment,
  content: Buffer,
  index: EventIndex,
): Promise<{ size: number; checksum: number }> {
  const file = await folder.fileSystem.readWhole(indexFileOf(segment.filePath));
  const part = file === undefined ? undefined : decodeSegmentIndex(file);
  if (part === undefined || part.base !== segment.base) return { size: 0, checksum: 0 };
  checkContent(segment, content, part);
  addToIndex(index, part);
  return { size: part.end - part.base, checksum: part.checksum };
}

/** An index file is written only when its part of the log is durable. */
function checkContent(segment: Segment, content: Buffer, part: SegmentIndex): void {
  const bytes = part.end - part.base;
  if (content.length >= bytes && crc32(content.subarray(0, bytes)) === part.checksum) return;
  let end = 0;
  for (const batch of completeBatches(segment, content, 0)) end = batch.end - segment.base;
  throw damagedAt(segment, Math.min(end, bytes), 'its records are not those that were flushed');
}

function addScanned(segment: Segment, content: Buffer, index: EventIndex): void {
  for (const { records, end } of completeBatches(segment, content, index.end - segment.base)) {
    for (const record of records) {
      const stream = index.streamNames.intern(record.streamName);
      const event = index.add(stream, index.typeNames.intern(record.type), record.position);
      if (record.flags & recordFlags.tombstone) index.markTombstone(event);
    }
    index.end = end;
  }
}

interface Batch {
  readonly records: readonly LogRecord[];
  readonly end: number;
}

function* completeBatches(segment: Segment, content: Buffer, from: number): Generator<Batch> {
  let records: LogRecord[] = [];
  for (let at = from; ; ) {
    const record = LogRecord.parse(content, at, segment.base + at);
    if (record === undefined) return;
    const isFirst = (record.flags & recordFlags.firstOfBatch) !== 0;
    if (isFirst !== (records.length === 0)) return;
    records.push(record);
    at += record.length;
    if ((record.flags & recordFlags.lastOfBatch) === 0) continue;
    yield { records, end: segment.base + at };
    records = [];
  }
}

/** A newer segment is only begun when the older one is complete and durable. */
function checkComplete(segment: Segment, nextBase: number): void {
  if (segment.end === nextBase) return;
  throw damagedAt(segment, segment.size, `the records up to position ${nextBase} are not there`);
}

export async function writeSegmentIndex(folder: LogFolder, segment: Segment, index: EventIndex): Promise<void> {
  const content = encodeSegmentIndex(segmentIndexOf(index, segment));
  await folder.fileSystem.replace(indexFileOf(segment.filePath), content);
}

/**
 * What follows the last complete batch of the log is zeros, or what a crash left of the last flush, which nobody was
 * told about. But a valid record further on that was written when this place was already durable proves damage.
 */
async function settleTail(folder: LogFolder, segment: Segment, content: Buffer): Promise<void> {
  const rest = content.subarray(segment.size);
  if (!rest.equals(Buffer.alloc(rest.length))) {
    for (let at = segment.size; at < content.length; at += recordAlignment) {
      const durableEnd = LogRecord.parse(content, at, segment.base + at)?.durableEnd ?? 0;
      if (durableEnd > segment.end)
        throw damagedAt(segment, segment.size, `position ${segment.end} was durable, and is not readable`);
    }
    folder.log(`Dropped an incomplete append at the end of ${segment.filePath} (position ${segment.end})`);
    await segment.trim();
  }
  // Records that outlived a killed process may still be in memory only.
  await segment.sync();
}

function damagedAt(segment: Segment, at: number, what: string): LogDamaged {
  return new LogDamaged(segment.filePath, Segment.fileOffsetOf(at), what);
}
