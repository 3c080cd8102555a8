import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { EventIndex } from './event-index.js';
import { decodeSegmentIndex, encodeSegmentIndex } from './segment-index.codec.js';
import { addToIndex, segmentIndexOf } from './segment-index.js';

const streams = ['a', 'b', 'c'];

interface Added {
  readonly stream: string;
  readonly position: number;
}

/** An index and, as its model, the plain list of what was added. */
function build(choices: readonly number[]): { index: EventIndex; added: Added[] } {
  const index = new EventIndex();
  index.end = 64;
  const added = choices.map((choice) => {
    const stream = streams[choice % streams.length] ?? '';
    const position = index.end;
    index.add(index.streamNames.intern(stream), index.typeNames.intern(`T${choice}`), position);
    index.end += 8 * (choice + 1);
    return { stream, position };
  });
  return { index, added };
}

const choices = fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 300 });

describe('The index', () => {
  it('answers like a plain list of the events', () => {
    fc.assert(
      fc.property(choices, fc.nat(300), fc.nat(100), (chosen, before, revision) => {
        const { index, added } = build(chosen);
        for (const stream of streams) {
          const own = added.flatMap((event, number) => (event.stream === stream && number < before ? [number] : []));
          const last = index.lastEvent(stream, before);
          expect(last).toBe(own.at(-1));
          if (last === undefined) continue;
          expect(index.revisionOf(last)).toBe(own.length - 1);
          expect(index.atRevision(last, revision)).toBe(own[Math.min(revision, own.length - 1)]);
          expect(index.eventsUpTo(last, revision)).toEqual(own.slice(revision));
        }
      }),
    );
  });

  it('finds events by position', () => {
    fc.assert(
      fc.property(choices, fc.nat(3_000), (chosen, position) => {
        const { index, added } = build(chosen);
        const expected = added.findIndex((event) => event.position >= position);
        expect(index.firstAtOrAfter(position)).toBe(expected === -1 ? added.length : expected);
        added.forEach((event, number) => {
          expect(index.positionOf(number)).toBe(event.position);
          expect(index.endOf(number)).toBe(added[number + 1]?.position ?? index.end);
          expect(index.streamNameOf(number)).toBe(event.stream);
        });
      }),
    );
  });

  it('finds any revision of a long stream', () => {
    const { index } = build(Array.from({ length: 200_000 }, () => 0));
    for (let revision = 0; revision < 200_000; revision += 20)
      expect(index.atRevision(199_999, revision)).toBe(revision);
  });

  it('comes back from its index files', () => {
    fc.assert(
      fc.property(choices, fc.nat(300), (chosen, cut) => {
        const { index, added } = build(chosen);
        if (added.length > 0) index.markTombstone(added.length - 1);
        const middle = index.endOf(Math.min(cut, added.length - 1)) || 64;
        const copy = new EventIndex();
        copy.end = 64;
        for (const part of [
          { base: 64, end: middle, checksum: 1 },
          { base: middle, end: index.end, checksum: 2 },
        ]) {
          const decoded = decodeSegmentIndex(encodeSegmentIndex(segmentIndexOf(index, part)));
          if (decoded === undefined) throw new Error('Not decoded');
          expect(decoded).toMatchObject(part);
          addToIndex(copy, decoded);
        }
        expect(copy.count).toBe(index.count);
        expect(copy.end).toBe(index.end);
        added.forEach((_, number) => {
          for (const ask of ['positionOf', 'revisionOf', 'streamNameOf', 'typeOf', 'isTombstone'] as const)
            expect(copy[ask](number)).toBe(index[ask](number));
        });
      }),
    );
  });
});
