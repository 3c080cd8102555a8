import type { EventIndex } from './event-index.js';
import { LogTail } from './log-tail.js';
import { recoverLog, writeSegmentIndex, type LogFolder } from './log.recovery.js';
import { sealRecord } from './record.codec.js';
import { firstPosition, Segment } from './segment.file.js';

/** The records of appends that belong together: they become durable at once or not at all. */
export interface RecordBatch {
  readonly records: readonly Buffer[];
  readonly bytes: number;
}

/** The append-only log: an unbroken run of positions over files of limited size. One writer at a time. */
export class SegmentLog {
  private readonly tail = new LogTail();

  private constructor(
    private readonly folder: LogFolder,
    private readonly index: EventIndex,
    private readonly segments: Segment[],
    private readonly segmentBytes: number,
  ) {}

  /** Opens or creates the log of a directory and fills the index. @throws LogDamaged */
  static async open(folder: LogFolder, index: EventIndex, segmentBytes: number): Promise<SegmentLog> {
    await folder.fileSystem.makeDirectory(folder.directory);
    const segments = await recoverLog(folder, index);
    if (segments.length === 0) segments.push(await Segment.create(folder.fileSystem, folder.directory, firstPosition));
    return new SegmentLog(folder, index, segments, segmentBytes);
  }

  /** Writes the batches at the end of the log, in order; they are durable when it resolves. */
  async append(batches: readonly RecordBatch[]): Promise<void> {
    for (let done = 0; done < batches.length; ) {
      const group = this.takeFitting(batches, done);
      if (group.length === 0) await this.roll();
      else await this.write(group);
      done += group.length;
    }
  }

  /** The bytes of the log between two positions. */
  async read(start: number, end: number): Promise<Buffer> {
    const remembered = this.tail.find(start, end);
    if (remembered !== undefined) return remembered;
    const segment = this.segmentAt(start);
    if (end <= segment.end) return segment.read(start, end);
    return Buffer.concat([await segment.read(start, segment.end), await this.read(segment.end, end)]);
  }

  /** The same for a range within one segment, at once. */
  readSync(start: number, end: number): Buffer {
    return this.tail.find(start, end) ?? this.segmentAt(start).readSync(start, end);
  }

  /** Closes the files. The index of the open segment is written too: it tells the next start what was durable. */
  async close(complete: boolean): Promise<void> {
    if (complete)
      await writeSegmentIndex(this.folder, this.active, this.index).catch((error: unknown) =>
        this.folder.log(`The index of the event store's log could not be written: ${String(error)}`),
      );
    await Promise.all(this.segments.map((segment) => segment.close()));
  }

  private get active(): Segment {
    const segment = this.segments.at(-1);
    if (segment === undefined) throw new Error('The log has no segment');
    return segment;
  }

  private takeFitting(batches: readonly RecordBatch[], from: number): RecordBatch[] {
    const group: RecordBatch[] = [];
    let size = this.active.size;
    for (const batch of batches.slice(from)) {
      if (size > 0 && size + batch.bytes > this.segmentBytes) break;
      group.push(batch);
      size += batch.bytes;
    }
    return group;
  }

  private async write(group: readonly RecordBatch[]): Promise<void> {
    const start = this.active.end;
    const records = group.flatMap((batch) => batch.records);
    for (const record of records) sealRecord(record, start);
    const written = await this.active.append(
      records,
      group.reduce((sum, batch) => sum + batch.bytes, 0),
    );
    this.tail.push(start, written);
  }

  private async roll(): Promise<void> {
    const full = this.active;
    await full.trim();
    await writeSegmentIndex(this.folder, full, this.index);
    this.segments.push(await Segment.create(this.folder.fileSystem, this.folder.directory, full.end));
  }

  private segmentAt(position: number): Segment {
    const at = this.segments.findLastIndex((segment) => segment.base <= position);
    const segment = this.segments[at];
    if (segment === undefined) throw new RangeError(`No position ${position}`);
    return segment;
  }
}
