import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { decideAppend, noRevision, type StreamState } from './append.rules.js';

const open: StreamState = { revision: noRevision, hasMetadata: false, softDeleted: false, tombstoned: false };

/** A stream as a plain list of ids. */
function decideOn(
  stored: readonly string[],
  expected: number,
  ids: readonly string[],
): ReturnType<typeof decideAppend> {
  return decideAppend({ ...open, revision: stored.length - 1 }, expected, ids, {
    idAt: (revision) => stored[revision],
    recentRevisionOf: () => undefined,
  });
}

const ids = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 });

describe('An append at a revision', () => {
  it('is stored at the end, recognized as stored, or refused: never at another place, never twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 6 }),
        ids,
        fc.integer({ min: -1, max: 7 }),
        (stored, added, expected) => {
          const decision = decideOn(stored, expected, added);
          const there = stored.slice(expected + 1, expected + 1 + added.length);
          if (expected === stored.length - 1) expect(decision).toEqual({ kind: 'append' });
          else if (expected < stored.length && there.join() === added.join())
            expect(decision).toEqual({ kind: 'repeat', revision: expected + added.length });
          else expect(decision).toEqual({ kind: 'wrong-expected-version' });
        },
      ),
    );
  });

  it('can be repeated as often as one likes', () => {
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 6 }), (appends) => {
        const stored: string[] = [];
        for (const [n, added] of appends.entries()) {
          // Ids are never used twice by those who do it right.
          const own = added.map((id, at) => `${n}-${at}-${id}`);
          const expected = stored.length - 1;
          expect(decideOn(stored, expected, own)).toEqual({ kind: 'append' });
          stored.push(...own);
          expect(decideOn(stored, expected, own)).toEqual({ kind: 'repeat', revision: stored.length - 1 });
        }
      }),
    );
  });
});
