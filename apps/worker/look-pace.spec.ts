import { describe, expect, it } from '@jest/globals';
import { LookPace } from './look-pace.js';

const open = new Set(['po_a', 'po_b']);

function looksUntil(pace: LookPace, until: number): number[] {
  return Array.from({ length: until }, (_, second) => second).filter((second) =>
    pace.due(new Set(['po_a']), second * 1_000).includes('po_a'),
  );
}

describe('F3.4 LookPace', () => {
  it('looks at what is new at once, and then ever more rarely', () => {
    expect(looksUntil(new LookPace(1_000), 70)).toEqual([0, 1, 3, 7, 15, 31, 47, 63]);
  });

  it('starts over with news', () => {
    const pace = new LookPace(1_000);
    looksUntil(pace, 20);
    pace.reset('po_a');
    expect(pace.due(open, 20_000)).toEqual(['po_a', 'po_b']);
  });

  it('forgets what is no longer open', () => {
    const pace = new LookPace(1_000);
    pace.due(open, 0);
    pace.due(new Set(), 1);
    expect(pace.due(open, 2)).toEqual(['po_a', 'po_b']);
  });
});
