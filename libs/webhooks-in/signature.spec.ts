import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { checkSignature, type SignatureScheme } from './signature.js';

const now = new Date('2025-07-31T12:00:00.000Z');
const seconds = now.getTime() / 1_000;
const bytes = Buffer.from('{"event":"PurchaseUpdated","data":{"amount":5.0}}');
const secret = 'a-shared-secret-of-the-provider';
const plain: SignatureScheme = {
  mode: 'enforce',
  header: 'x-pay-signature',
  algorithm: 'sha256',
  secrets: [secret],
  timestampHeader: undefined,
};
const timed: SignatureScheme = { ...plain, timestampHeader: 'x-pay-timestamp' };

function digest(text: string | Buffer, algorithm = 'sha256'): Buffer {
  return createHmac(algorithm, secret).update(text).digest();
}

function check(signature: string | undefined, { scheme = plain, body = bytes, timestamp = '' } = {}) {
  return checkSignature(scheme, { bytes: body, signature, timestamp, now });
}

describe('DW-21 DW-31 S-16 the signature of a webhook', () => {
  const right = digest(bytes).toString('hex');

  it.each([
    ['hexadecimal', right],
    ['upper-case hexadecimal', right.toUpperCase()],
    ['base64', digest(bytes).toString('base64')],
    ['with a prefix', `sha256=${right}`],
    ['with a version', `v1,${digest(bytes).toString('base64')}`],
  ])('is valid as %s', (_, signature) => expect(check(signature)).toBe('valid'));

  it('is checked with each of the secrets', () => {
    expect(check(right, { scheme: { ...plain, secrets: ['the-next-secret-of-all', secret] } })).toBe('valid');
    expect(check(right, { scheme: { ...plain, secrets: ['the-next-secret-of-all'] } })).toBe('invalid');
  });

  it('is checked with the algorithm that is configured', () => {
    const scheme = { ...plain, algorithm: 'sha512' } as const;
    expect(check(digest(bytes, 'sha512').toString('hex'), { scheme })).toBe('valid');
    expect(check(right, { scheme })).toBe('invalid');
  });

  it('is invalid after a change of any bit of any byte', () => {
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const body = Buffer.from(bytes);
      body[bit >> 3] = (body[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(check(right, { body })).toBe('invalid');
    }
  });

  it('is invalid for the same JSON written again', () =>
    expect(check(right, { body: Buffer.from(JSON.stringify(JSON.parse(bytes.toString()))) })).toBe('invalid'));

  it.each(['x', '=', 'v1=', right.slice(2), `${right}00`, `${right}, ${right}`, 'é', ' '])('is invalid as %j', (text) =>
    expect(check(text)).toBe('invalid'),
  );

  it('is missing when it is missing or empty', () => {
    expect(check(undefined)).toBe('missing');
    expect(check('')).toBe('missing');
  });

  it('is not looked at while it is off', () =>
    expect(check('nonsense', { scheme: { ...plain, mode: 'off' } })).toBe('not-checked'));

  describe('with a timestamp', () => {
    const at = (timestamp: string, signedAt = timestamp) =>
      check(digest(`${signedAt}.${bytes.toString()}`).toString('hex'), { scheme: timed, timestamp });

    it.each([0, -299, 299, -300, 300])('is valid %d seconds away', (away) =>
      expect(at(String(seconds + away))).toBe('valid'),
    );
    it.each([-301, 301])('is invalid %d seconds away', (away) => expect(at(String(seconds + away))).toBe('invalid'));
    it('is invalid with another timestamp than the signed one', () =>
      expect(at(String(seconds), String(seconds + 1))).toBe('invalid'));
    it.each(['', 'x', '1e9', '-1', 'NaN'])('is invalid with %j', (text) => expect(at(text)).toBe('invalid'));
  });
});
