import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isOneOf } from './same-secret.js';

describe('S-15 a secret', () => {
  const secrets = ['sub_new-one', 'sub_old-one'];

  it('is one of those that are known, and nothing else', () => {
    for (const secret of secrets) expect(isOneOf(secrets, secret)).toBe(true);
    for (const other of ['', 'sub_', 'sub_new-onex', 'SUB_NEW-ONE', 'sub_new-one '])
      expect(isOneOf(secrets, other)).toBe(false);
    expect(isOneOf([], '')).toBe(false);
  });

  it('of any length is compared, for what is compared are digests of one length', () => {
    for (const length of [0, 1, 31, 32, 33, 100_000]) {
      const secret = 'a'.repeat(length);
      expect(isOneOf(['a'.repeat(32), secret], secret)).toBe(true);
      expect(isOneOf(['b'.repeat(32)], secret)).toBe(false);
    }
  });

  // Times cannot be asserted on a shared machine; what takes the same time whatever differs can be.
  it('is compared in constant time, with each of them, and in no other way', () => {
    const source = readFileSync(path.join(import.meta.dirname, 'same-secret.ts'), 'utf8');
    const body = source.slice(source.indexOf('export function isOneOf'));
    expect(body.match(/timingSafeEqual\(digestOf\(secret\), digest\) \|\| found/g)).toHaveLength(1);
    expect(body).not.toMatch(/===|!==|==|includes|indexOf|startsWith|some\(|find\(|break|localeCompare/);
  });
});
