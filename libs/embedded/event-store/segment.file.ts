import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { FileSystem, LogFile } from './file-system.js';

const headerBytes = 64;
const headerMark = Buffer.from('EVLOG\x00\x001', 'latin1');
const extension = '.segment';

/** Files grow by zeros ahead of the data, so that most flushes change no file size: they are then twice as fast. */
const growBytes = 1 << 20;

/** The positions of the log start here, so that 0 can stand for "before everything". */
export const firstPosition = 64;

/** One file of the log: the records from position `base` up to `end`. */
export class Segment {
  private allocated: number;
  /** CRC-32 of the records. */
  checksum = 0;
  end: number;

  private constructor(
    private readonly file: LogFile,
    readonly filePath: string,
    readonly base: number,
    fileSize: number,
  ) {
    this.allocated = Math.max(fileSize, headerBytes);
    this.end = base;
  }

  /** Creates an empty segment; durable, name included, when it resolves. */
  static async create(fileSystem: FileSystem, directory: string, base: number): Promise<Segment> {
    const file = path.join(directory, segmentFileName(base));
    await fileSystem.replace(file, encodeHeader(base));
    await fileSystem.syncDirectory(directory);
    return new Segment(await fileSystem.open(file), file, base, headerBytes);
  }

  /** Opens an existing segment and reads all of it; its `end` is for the caller to find and set. */
  static async open(fileSystem: FileSystem, file: string): Promise<{ segment: Segment; content: Buffer }> {
    const base = Segment.baseOf(file);
    const whole = await fileSystem.readWhole(file);
    if (whole === undefined || !whole.subarray(0, headerBytes).equals(encodeHeader(base)))
      throw new Error(`${file} has no valid header: it is damaged or not a segment of an event log`);
    const segment = new Segment(await fileSystem.open(file), file, base, whole.length);
    return { segment, content: whole.subarray(headerBytes) };
  }

  /** The first position of a segment, from its file's name. */
  static baseOf(file: string): number {
    return Number(path.basename(file, extension));
  }

  /** Where in the file the byte stands that is `distance` behind the segment's first position. */
  static fileOffsetOf(distance: number): number {
    return headerBytes + distance;
  }

  get size(): number {
    return this.end - this.base;
  }

  /** Appends the records and flushes; returns them as one piece of memory. */
  async append(records: readonly Buffer[], bytes: number): Promise<Buffer> {
    const at = this.fileOffset(this.end);
    const allocate = at + bytes > this.allocated ? Math.ceil((at + bytes) / growBytes) * growBytes : 0;
    const content = Buffer.concat(records, Math.max(bytes, allocate - at));
    await this.file.write(content, at);
    await this.file.sync();
    this.allocated = Math.max(this.allocated, allocate);
    const written = content.subarray(0, bytes);
    this.checksum = crc32(written, this.checksum);
    this.end += bytes;
    return written;
  }

  read(start: number, end: number): Promise<Buffer> {
    return this.file.read(this.fileOffset(start), end - start);
  }

  readSync(start: number, end: number): Buffer {
    return this.file.readSync(this.fileOffset(start), end - start);
  }

  /** Cuts off whatever follows the records. */
  async trim(): Promise<void> {
    this.allocated = this.fileOffset(this.end);
    await this.file.truncate(this.allocated);
    await this.file.sync();
  }

  /** Makes durable what was written before a crash, when nobody knows whether it had been flushed. */
  sync(): Promise<void> {
    return this.file.sync();
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private fileOffset(position: number): number {
    return Segment.fileOffsetOf(position - this.base);
  }
}

export function segmentFileName(base: number): string {
  return `${String(base).padStart(16, '0')}${extension}`;
}

/** The segments of a directory, oldest first. */
export async function listSegmentFiles(fileSystem: FileSystem, directory: string): Promise<string[]> {
  const names = await fileSystem.list(directory);
  return names
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => path.join(directory, name));
}

export function indexFileOf(segmentFile: string): string {
  return segmentFile.replace(extension, '.index');
}

function encodeHeader(base: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  headerMark.copy(header);
  header.writeDoubleLE(base, 8);
  header.writeUInt32LE(crc32(header.subarray(0, 16)), 16);
  return header;
}
