import { describe, expect, it } from '@jest/globals';
import { isOneOf } from './same-secret.js';

describe('S-15 a secret', () => {
  const secrets = ['sub_new-one', 'sub_old-one'];

  it('is one of those that are known, and nothing else', () => {
    for (const secret of secrets) expect(isOneOf(secrets, secret)).toBe(true);
    for (const other of ['', 'sub_', 'sub_new-onex', 'SUB_NEW-ONE', 'sub_new-one '])
      expect(isOneOf(secrets, other)).toBe(false);
    expect(isOneOf([], '')).toBe(false);
  });

  it('takes as long to compare whether its first or its last character is wrong', () => {
    const secret = 'a'.repeat(4_000);
    const early = `b${secret.slice(1)}`;
    const late = `${secret.slice(1)}b`;
    const times: Record<'early' | 'late', number[]> = { early: [], late: [] };
    for (let n = 0; n < 2_000; n++) {
      times.early.push(timeOf(() => isOneOf([secret], early)));
      times.late.push(timeOf(() => isOneOf([secret], late)));
    }
    const ratio = median(times.early) / median(times.late);
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.4);
  });
});

function timeOf(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
