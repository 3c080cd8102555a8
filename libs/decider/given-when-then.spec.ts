import { describe, expect, it } from '@jest/globals';
import { accept, reject, type Decider } from './decider.js';
import { givenWhenThen } from './given-when-then.js';

interface Counter {
  total: number;
  readonly seen: { last: number };
}
interface Counted {
  readonly type: 'Counted';
  readonly data: { readonly by: number };
}
type CountBy = { readonly type: 'CountBy'; readonly data: { by: number } };
type Refusal = { readonly code: 'too-much'; readonly most: number } | { readonly code: 'other' };
type CounterRules = Decider<CountBy, Counter, Counted, Refusal>;

const counter: CounterRules = {
  initial: { total: 0, seen: { last: 0 } },
  decide: ({ data: { by } }) => {
    if (by > 9) return reject({ code: 'too-much', most: 9 });
    return by === 0 ? accept() : accept({ type: 'Counted', data: { by } });
  },
  evolve: ({ total }, { data: { by } }) => ({ total: total + by, seen: { last: by } }),
};
const changing = (change: (command: CountBy, state: Counter) => void): CounterRules => ({
  ...counter,
  decide: (command, state) => {
    change(command, state);
    return accept();
  },
});
const deciding = (rules: CounterRules) => () => givenWhenThen(rules).given(counted(1)).when(countBy(1));
const countBy = (by: number): CountBy => ({ type: 'CountBy', data: { by } });
const counted = (by: number): Counted => ({ type: 'Counted', data: { by } });
const { given } = givenWhenThen(counter);

describe('given, when, then', () => {
  it('passes what holds', () => {
    given(counted(1)).when(countBy(2)).thenFacts(counted(2));
    given().when(countBy(0)).thenNothing();
    given().when(countBy(10)).thenRejects('too-much');
    given().when(countBy(10)).thenRejects('too-much', { most: 9 });
  });

  it.each([
    ['another fact', () => given().when(countBy(2)).thenFacts(counted(3))],
    ['a fact too many', () => given().when(countBy(2)).thenFacts()],
    ['a fact too few', () => given().when(countBy(2)).thenFacts(counted(2), counted(2))],
    ['facts instead of nothing', () => given().when(countBy(2)).thenNothing()],
    ['a refusal instead of facts', () => given().when(countBy(10)).thenFacts(counted(10))],
    ['a refusal instead of nothing', () => given().when(countBy(10)).thenNothing()],
    ['facts instead of a refusal', () => given().when(countBy(2)).thenRejects('too-much')],
    ['another refusal', () => given().when(countBy(10)).thenRejects('other')],
    ['other details of the refusal', () => given().when(countBy(10)).thenRejects('too-much', { most: 8 })],
  ])('fails for %s', (_, check) => expect(check).toThrow(/^Expected/));

  it('fails for a decision that changes the state, however deep, or its command', () => {
    expect(deciding(changing((_, state) => (state.total += 1)))).toThrow(TypeError);
    expect(deciding(changing((_, state) => (state.seen.last += 1)))).toThrow(TypeError);
    expect(deciding(changing((command) => (command.data.by += 1)))).toThrow(TypeError);
  });
});
