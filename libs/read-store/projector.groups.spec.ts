import { describe, expect, it } from '@jest/globals';
import { groupProjectors } from './projector.groups.js';
import { Projector, type ProjectorContext } from './projector.js';
import type { Checkpoint } from './checkpoint.js';
import { tillsProjection } from './sample-projection.spec-support.js';

function at(commit?: bigint): Projector {
  const position = commit === undefined ? undefined : { commit, prepare: commit };
  return new Projector({ store: { projection: tillsProjection() } } as ProjectorContext, { position } as Checkpoint);
}

const none = { isBuilding: () => false, isAlone: () => false };

describe('groupProjectors', () => {
  it('puts those that stand close together, the one furthest behind first', () => {
    const [start, near, far, further] = [at(), at(60_000n), at(9_000_000n), at(9_000_001n)];
    expect(groupProjectors([further, near, start, far], none)).toEqual([
      [start, near],
      [far, further],
    ]);
  });

  it('keeps versions that are being built apart from those that people look at', () => {
    const [active, building] = [at(5n), at(5n)];
    expect(groupProjectors([active, building], { ...none, isBuilding: (one) => one === building })).toEqual([
      [active],
      [building],
    ]);
  });

  it('leaves those alone whose company failed', () => {
    const [one, other, third] = [at(5n), at(5n), at(5n)];
    expect(groupProjectors([one, other, third], { ...none, isAlone: (projector) => projector !== third })).toEqual([
      [third],
      [one],
      [other],
    ]);
  });
});
