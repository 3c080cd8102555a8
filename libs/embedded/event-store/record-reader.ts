import type { EventIndex } from './event-index.js';
import { LogRecord } from './record.codec.js';
import type { SegmentLog } from './segment.log.js';

/** What stands in the log at the position of an event is not the event: the disk lost or changed it. */
export class RecordDamaged extends Error {
  override readonly name = 'RecordDamaged';
}

/** Events this close are read as one piece, with what lies between them. */
const gapBytesMax = 4 << 10;
const pieceBytesMax = 512 << 10;

/** Fetches the records of events from memory or disk. */
export class RecordReader {
  /** Accepted records that are not written yet, by position. */
  private readonly unwritten = new Map<number, Buffer>();

  constructor(
    private readonly log: SegmentLog,
    private readonly index: EventIndex,
  ) {}

  keepUnwritten(firstEvent: number, records: readonly Buffer[]): void {
    records.forEach((record, at) => this.unwritten.set(this.index.positionOf(firstEvent + at), record));
  }

  forgetWritten(records: readonly Buffer[]): void {
    for (const record of records) this.unwritten.delete(LogRecord.unsealed(record).position);
  }

  readSync(event: number): LogRecord {
    const position = this.index.positionOf(event);
    const unwritten = this.unwritten.get(position);
    if (unwritten !== undefined) return LogRecord.unsealed(unwritten);
    return parseAt(this.log.readSync(position, this.index.endOf(event)), 0, position);
  }

  /** The records of durable events, in the order of the events. */
  async read(events: readonly number[]): Promise<LogRecord[]> {
    const pieces = await Promise.all(this.piecesOf(events).map((piece) => this.readPiece(piece)));
    return pieces.flat();
  }

  private piecesOf(events: readonly number[]): number[][] {
    const pieces: number[][] = [];
    for (const event of events) {
      const piece = pieces.at(-1);
      if (piece !== undefined && this.isNear(piece, event)) piece.push(event);
      else pieces.push([event]);
    }
    return pieces;
  }

  private isNear(piece: readonly number[], event: number): boolean {
    const [first = event] = piece;
    const last = piece.at(-1) ?? event;
    const [low, high] = event < first ? [event, first] : [first, event];
    const gap = event < last ? this.gap(event, last) : this.gap(last, event);
    return gap <= gapBytesMax && this.index.endOf(high) - this.index.positionOf(low) <= pieceBytesMax;
  }

  private gap(earlier: number, later: number): number {
    return this.index.positionOf(later) - this.index.endOf(earlier);
  }

  private async readPiece(events: readonly number[]): Promise<LogRecord[]> {
    const [first = 0] = events;
    const last = events.at(-1) ?? first;
    const start = this.index.positionOf(Math.min(first, last));
    const bytes = await this.log.read(start, this.index.endOf(Math.max(first, last)));
    return events.map((event) => {
      const position = this.index.positionOf(event);
      return parseAt(bytes, position - start, position);
    });
  }
}

function parseAt(bytes: Buffer, at: number, position: number): LogRecord {
  const record = LogRecord.parse(bytes, at, position);
  if (record === undefined) throw new RecordDamaged(`The event at position ${position} cannot be read: it is damaged`);
  return record;
}
