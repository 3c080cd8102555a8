import { LRUCache } from 'lru-cache';
import { RevisionGap } from './event-streams.errors.js';
import { comparePositions, logStart, type Position, type StoredEvent } from './event-streams.js';

const streamsRemembered = 20_000;

/**
 * Checks that a reader of the log is given every event once and in order: positions rise, and each stream's revisions
 * follow each other as far as they are remembered. Some server versions skipped events around a filtered checkpoint
 * (F7.7), and a scavenge or a truncation leaves holes (F9.4).
 */
export class LogOrder {
  private readonly revisions = new LRUCache<string, bigint>({ max: streamsRemembered });
  private forgot = false;
  private readonly fromStart: boolean;
  private last: Position;
  private trusted = logStart;
  private checkpoint: Position | undefined;

  constructor(after: Position | 'start') {
    this.last = after === 'start' ? logStart : after;
    this.fromStart = !isLater(this.last, logStart);
  }

  /** Everything up to here has been considered. */
  get considered(): Position {
    return isLater(this.trusted, this.last) ? this.trusted : this.last;
  }

  /**
   * False for an event that came before. The order is unchanged when this throws.
   * @throws RevisionGap when events before this one are missing, or when it is one that had been passed over.
   */
  accept(event: StoredEvent): boolean {
    const { position, streamName, revision } = event;
    if (!isLater(position, this.last)) return false;
    if (!isLater(position, this.trusted))
      throw new RevisionGap(`${revision}@${streamName} came after a checkpoint past it`);
    const expected = this.expectedRevision(streamName);
    if (expected !== undefined && revision !== expected)
      throw new RevisionGap(`${revision}@${streamName} came where revision ${expected} was due`);
    this.last = position;
    this.remember(streamName, revision);
    return true;
  }

  /**
   * A checkpoint counts once a later one has come without an event at or before it in between: it has been seen to
   * stand before events that were still to be delivered.
   */
  reach(position: Position): void {
    if (this.checkpoint && isLater(this.checkpoint, this.trusted) && isLater(position, this.checkpoint))
      this.trusted = this.checkpoint;
    this.checkpoint = position;
  }

  /** A new connection starts over from `considered`, and so do its checkpoints. */
  reconnect(): Position | 'start' {
    this.checkpoint = undefined;
    return isLater(this.considered, logStart) ? this.considered : 'start';
  }

  private expectedRevision(streamName: string): bigint | undefined {
    const known = this.revisions.get(streamName);
    if (known !== undefined) return known + 1n;
    return this.fromStart && !this.forgot ? 0n : undefined;
  }

  private remember(streamName: string, revision: bigint): void {
    if (this.revisions.size === streamsRemembered) this.forgot = true;
    this.revisions.set(streamName, revision);
  }
}

function isLater(a: Position, b: Position): boolean {
  return comparePositions(a, b) > 0;
}
