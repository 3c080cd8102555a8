import { describe, expect, it } from '@jest/globals';
import { declineFinder } from './confirmed-declines.js';
import { InabitConfigError } from './inabit.errors.js';

const error = (text: string) => ({ code: 'INTERNAL_SERVER_ERROR', text, depth: 1 });

describe('F3.9 confirmed declines', () => {
  const find = declineFinder([
    { pattern: '^insufficient (balance|funds)', code: 'insufficient-funds' },
    { pattern: 'not whitelisted$', code: 'address-not-whitelisted' },
  ]);

  it('finds the code of a listed text, in any case, and keeps the text', () => {
    expect(find([error('Insufficient FUNDS in wallet')])).toEqual({
      code: 'insufficient-funds',
      reason: 'Insufficient FUNDS in wallet',
    });
    expect(find([error('address is not whitelisted')])?.code).toBe('address-not-whitelisted');
  });

  it.each([
    ['no error', []],
    ['an unlisted text', [error('Broadcast failed: insufficient balance')]],
    ['one unlisted among listed', [error('insufficient funds'), error('timeout')]],
    ['two different declines', [error('insufficient funds'), error('not whitelisted')]],
  ])('finds nothing for %s', (_, errors) => {
    expect(find(errors)).toBeUndefined();
  });

  it('finds nothing without a list', () => {
    expect(declineFinder([])([error('insufficient funds')])).toBeUndefined();
  });

  it.each(['(', '', '.*', 'x|'])('refuses the pattern %j', (pattern) => {
    expect(() => declineFinder([{ pattern, code: 'x' }])).toThrow(InabitConfigError);
  });
});
