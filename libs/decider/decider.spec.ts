import { describe, expect, it } from '@jest/globals';
import { accept, fold, reject, unreachable } from './decider.js';

describe('a decision', () => {
  it('grants with facts, or with none when nothing is left to do', () => {
    expect(accept('a', 'b')).toEqual({ ok: true, events: ['a', 'b'] });
    expect(accept()).toEqual({ ok: true, events: [] });
  });

  it('refuses with a value', () => expect(reject({ code: 'no' })).toEqual({ ok: false, rejection: { code: 'no' } }));
});

describe('fold', () => {
  it('takes the facts in their order, from the initial state', () =>
    expect(fold({ initial: '', evolve: (text: string, letter: string) => text + letter }, 'abc')).toBe('abc'));
});

const isExcluded = (value: unknown): value is never => value === 'surprise';

describe('unreachable', () => {
  it('throws when a value that the types exclude arrives all the same', () => {
    const arrived: unknown = 'surprise';
    expect(() => isExcluded(arrived) && unreachable(arrived)).toThrow('Unreachable: "surprise"');
  });
});
