import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { ApiRole } from '#libs/platform/api.config.js';
import { ApiKeys } from './api-keys.js';

const secret = 'c2VjcmV0-_abc';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const entry = (keyId: string, operatorId: string, prefix = 'pk_test', role: ApiRole = 'tenant') => ({
  role,
  keyId,
  operatorId,
  sha256: sha256(`${prefix}_${keyId}_${secret}`),
});
const keys = new ApiKeys(
  [
    entry('k1', 'acme'),
    entry('k2', 'other'),
    entry('k3', 'acme', 'pk_live'),
    entry('k4', 'house', 'pk_test', 'platform'),
  ],
  'test',
);

describe('API-05 a key says who asks', () => {
  it('names the key and its tenant', () => {
    expect(keys.authenticate(`Bearer pk_test_k1_${secret}`)).toEqual({
      keyId: 'k1',
      operatorId: 'acme',
      role: 'tenant',
    });
    expect(keys.authenticate(`Bearer pk_test_k2_${secret}`)).toEqual({
      keyId: 'k2',
      operatorId: 'other',
      role: 'tenant',
    });
    expect(keys.authenticate(`Bearer pk_test_k4_${secret}`)).toMatchObject({ keyId: 'k4', role: 'platform' });
  });

  it('takes the scheme in any case (RFC 9110)', () => {
    expect(keys.authenticate(`bearer pk_test_k1_${secret}`)).toBeDefined();
  });

  it.each([
    ['no header', undefined],
    ['an empty header', ''],
    ['another scheme', `Basic pk_test_k1_${secret}`],
    ['no scheme', `pk_test_k1_${secret}`],
    ['an unknown id', `Bearer pk_test_k9_${secret}`],
    ['the secret of nobody', 'Bearer pk_test_k1_wrong'],
    ['no secret', 'Bearer pk_test_k1_'],
    ['more after the secret', `Bearer pk_test_k1_${secret}x`],
    ['a space in the secret', `Bearer pk_test_k1_${secret} `],
    ['two keys', `Bearer pk_test_k1_${secret}, Bearer pk_test_k2_${secret}`],
    ["another key's id", `Bearer pk_test_k2_${secret}x`],
    ['its own hash', `Bearer ${sha256(`pk_test_k1_${secret}`)}`],
    ['a secret beyond all measure', `Bearer pk_test_k1_${'x'.repeat(100_000)}`],
  ])('S-01 refuses %s', (_, header) => {
    expect(keys.authenticate(header)).toBeUndefined();
  });

  it('S-02 refuses a key of the other environment', () => {
    expect(keys.authenticate(`Bearer pk_live_k3_${secret}`)).toBeUndefined();
    expect(keys.authenticate(`Bearer pk_live_k1_${secret}`)).toBeUndefined();
    const live = new ApiKeys([entry('k3', 'acme', 'pk_live')], 'live');
    expect(live.authenticate(`Bearer pk_live_k3_${secret}`)).toEqual({
      keyId: 'k3',
      operatorId: 'acme',
      role: 'tenant',
    });
  });
});
