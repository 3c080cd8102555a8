import { describe, expect, it } from '@jest/globals';
import { paceOf, readSpeed } from './settings.js';

describe('SD-02 the pace of the sandbox', () => {
  it('has the documented intervals at real speed', () => {
    expect(paceOf('real')).toMatchObject({ approverRetryMs: 180_000, webhookRetryMs: 30_000 });
  });

  it('is so many times faster than real', () => {
    expect(paceOf(60)).toMatchObject({ approverRetryMs: 3_000, webhookRetryMs: 500 });
  });

  it.each([
    ['demo', 'demo'],
    ['20', 20],
    ['0.5', 0.5],
    ['0', undefined],
    ['-1', undefined],
    ['warp', undefined],
    ['', undefined],
  ])('reads %j as %j', (text, speed) => {
    expect(readSpeed(text)).toBe(speed);
  });
});
