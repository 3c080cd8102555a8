import { describe, expect, it } from '@jest/globals';
import { objectionTo } from './verdict.js';

const verdict = { reason: 'never told', evidence: 'ticket 7', resolvedBy: 'user:ann', approvedBy: 'user:bob' };

describe('INV-P7 a verdict', () => {
  it('counts when two people give it, with a reason and a proof', () => {
    expect(objectionTo(verdict)).toBeUndefined();
    expect(objectionTo({ ...verdict, evidence: ' ' })).toEqual({ code: 'evidence-needed' });
  });

  it.each(['user:ann', 'user:ann ', 'user: Ann', 'ANN'])('is that of one person where %j approves it', (approvedBy) => {
    expect(objectionTo({ ...verdict, approvedBy })).toEqual({ code: 'two-people-needed' });
  });
});
