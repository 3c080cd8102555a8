import { describe, expect, it } from '@jest/globals';
import { filterOf, statusOf, withdrawalStages, withdrawalStatuses } from './withdrawal.status.js';

describe('PO-09 one canonical state model', () => {
  it.each(['requested', 'reserved', 'submitted', 'unknown', 'bound', 'broadcast'] as const)(
    '%s is pending',
    (stage) => {
      expect(statusOf(stage, false)).toBe('pending');
    },
  );

  it.each(['submitted', 'unknown', 'bound', 'broadcast'] as const)('PO-10 %s under review is blocked', (stage) => {
    expect(statusOf(stage, true)).toBe('blocked');
  });

  it('PO-12 what has ended is final', () => {
    expect(statusOf('settled', true)).toBe('confirmed');
    expect(statusOf('released', true)).toBe('failed');
    expect(statusOf('rejected', false)).toBe('failed');
  });

  it('PO-04 says of each that its money is pending, confirmed, blocked or failed', () => {
    for (const stage of withdrawalStages)
      for (const review of [true, false])
        expect(['pending', 'confirmed', 'blocked', 'failed']).toContain(statusOf(stage, review));
  });

  it('finds by each status exactly what has it', () => {
    for (const status of withdrawalStatuses) {
      const { stages, underReview } = filterOf(status);
      for (const stage of withdrawalStages)
        for (const review of [true, false]) {
          const found = stages.includes(stage) && (underReview ?? review) === review;
          expect([stage, review, found]).toEqual([stage, review, statusOf(stage, review) === status]);
        }
    }
  });
});
