import type { EventIndex } from './event-index.js';
import type { SegmentIndex } from './segment-index.codec.js';

/** A part of the log: positions `base` up to, not including, `end`, and the CRC-32 of its bytes. */
export interface LogPart {
  readonly base: number;
  readonly end: number;
  readonly checksum: number;
}

/** What the index holds of one part of the log. */
export function segmentIndexOf(index: EventIndex, part: LogPart): SegmentIndex {
  const first = index.firstAtOrAfter(part.base);
  const count = index.firstAtOrAfter(part.end) - first;
  const streams = renumber(count, (at) => index.streamOf(first + at));
  const types = renumber(count, (at) => index.typeNumberOf(first + at));
  return {
    base: part.base,
    end: part.end,
    checksum: part.checksum,
    positions: Float64Array.from({ length: count }, (_, at) => index.positionOf(first + at)),
    streams: streams.local,
    streamNames: streams.global.map((stream) => index.streamNames.name(stream)),
    typeOf: types.local,
    types: types.global.map((type) => index.typeNames.name(type)),
    tombstones: tombstonesAmong(index, first, count),
  };
}

/** Adds a part of the log to the end of the index. */
export function addToIndex(index: EventIndex, part: SegmentIndex): void {
  const streams = part.streamNames.map((name) => index.streamNames.intern(name));
  const types = part.types.map((name) => index.typeNames.intern(name));
  const first = index.count;
  part.positions.forEach((position, at) => {
    index.add(streams[part.streams[at] ?? -1] ?? Number.NaN, types[part.typeOf[at] ?? -1] ?? Number.NaN, position);
  });
  for (const tombstone of part.tombstones) index.markTombstone(first + tombstone);
  index.end = part.end;
}

/** Gives the numbers that occur new, dense ones. */
function renumber(count: number, numberAt: (at: number) => number): { local: Uint32Array; global: number[] } {
  const known = new Map<number, number>();
  const local = Uint32Array.from({ length: count }, (_, at) => {
    const global = numberAt(at);
    const number = known.get(global) ?? known.size;
    known.set(global, number);
    return number;
  });
  return { local, global: [...known.keys()] };
}

function tombstonesAmong(index: EventIndex, first: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => at).filter((at) => index.isTombstone(first + at));
}
