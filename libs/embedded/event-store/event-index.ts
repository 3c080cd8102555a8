import { Column } from './column.js';
import { InternedNames } from './interned-names.js';

const none = 0xffff_ffff;

/**
 * Where every event stands, in memory: 24 bytes per event, never its content. Events are numbered in the order of the
 * log from 0. Those from `durableCount` on are accepted but not yet flushed: only appends may see them.
 */
export class EventIndex {
  durableCount = 0;
  /** Where the log ends: the position of the next record. */
  end = 0;
  private readonly positions = new Column(Float64Array);
  private readonly streams = new Column(Uint32Array);
  private readonly types = new Column(Uint32Array);
  private readonly revisions = new Column(Uint32Array);
  /** The event before in the same stream. */
  private readonly previous = new Column(Uint32Array);
  /** An event further back in the same stream, chosen so that any event is found in logarithmically many hops. */
  private readonly jumps = new Column(Uint32Array);
  /** The last event of each stream. */
  private readonly heads = new Column(Uint32Array);
  private readonly tombstones = new Map<number, number>();
  readonly streamNames = new InternedNames();
  readonly typeNames = new InternedNames();

  get count(): number {
    return this.positions.length;
  }

  /** Takes in the event that follows at the end of the log; `stream` and `type` are interned names. */
  add(stream: number, type: number, position: number): number {
    while (stream >= this.heads.length) this.heads.push(none);
    const event = this.positions.length;
    this.positions.push(position);
    this.streams.push(stream);
    this.types.push(type);
    this.link(event, this.heads.get(stream));
    this.heads.set(stream, event);
    return event;
  }

  markTombstone(event: number): void {
    this.tombstones.set(this.streams.get(event), event);
  }

  positionOf(event: number): number {
    return this.positions.get(event);
  }

  /** Where the record of an event ends. */
  endOf(event: number): number {
    return event + 1 < this.positions.length ? this.positions.get(event + 1) : this.end;
  }

  revisionOf(event: number): number {
    return this.revisions.get(event);
  }

  streamNameOf(event: number): string {
    return this.streamNames.name(this.streams.get(event));
  }

  typeOf(event: number): string {
    return this.typeNames.name(this.types.get(event));
  }

  streamOf(event: number): number {
    return this.streams.get(event);
  }

  typeNumberOf(event: number): number {
    return this.types.get(event);
  }

  isTombstone(event: number): boolean {
    return this.tombstones.get(this.streams.get(event)) === event;
  }

  isTombstoned(streamName: string, before: number): boolean {
    const stream = this.streamNames.find(streamName);
    const tombstone = stream === undefined ? undefined : this.tombstones.get(stream);
    return tombstone !== undefined && tombstone < before;
  }

  /** The last of the stream's events numbered below `before`. */
  lastEvent(streamName: string, before: number): number | undefined {
    const stream = this.streamNames.find(streamName);
    if (stream === undefined) return undefined;
    let event = this.heads.get(stream);
    if (event === none) return undefined;
    while (event >= before) {
      if (this.revisions.get(event) === 0) return undefined;
      const jump = this.jumps.get(event);
      event = jump >= before ? jump : this.previous.get(event);
    }
    return event;
  }

  /** The event of `later`'s stream with a revision not above that of `later`. */
  atRevision(later: number, revision: number): number {
    let event = later;
    while (this.revisions.get(event) > revision) {
      const jump = this.jumps.get(event);
      event = this.revisions.get(jump) >= revision ? jump : this.previous.get(event);
    }
    return event;
  }

  /** The events of `last`'s stream from a revision up to `last`, in order. */
  eventsUpTo(last: number, fromRevision: number): number[] {
    const events: number[] = [];
    for (let event = last; this.revisions.get(event) >= fromRevision; event = this.previous.get(event)) {
      events.push(event);
      if (this.revisions.get(event) === 0) break;
    }
    return events.toReversed();
  }

  /** The number of the first event at or behind a position; `count` when there is none. */
  firstAtOrAfter(position: number): number {
    let low = 0;
    let high = this.positions.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.positions.get(middle) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private link(event: number, previous: number): void {
    if (previous === none) {
      this.revisions.push(0);
      this.previous.push(event);
      this.jumps.push(event);
      return;
    }
    const jump = this.jumps.get(previous);
    const farJump = this.jumps.get(jump);
    const sameStride = this.strideBetween(previous, jump) === this.strideBetween(jump, farJump);
    this.revisions.push(this.revisions.get(previous) + 1);
    this.previous.push(previous);
    this.jumps.push(sameStride ? farJump : previous);
  }

  private strideBetween(later: number, earlier: number): number {
    return this.revisions.get(later) - this.revisions.get(earlier);
  }
}
