import { describe, expect, it } from '@jest/globals';
import { bech32, createBase58check } from '@scure/base';
import { sha256 } from '@noble/hashes/sha2.js';
import { addressOf, sameAddress } from './addresses.js';
import { SeededRandom } from './random.js';

describe('SD-02 seeded draws', () => {
  const random = new SeededRandom('seven');

  it('gives the same for the same seed, label and number, and something else otherwise', () => {
    expect(new SeededRandom('seven').cuid('withdrawal', 3)).toBe(random.cuid('withdrawal', 3));
    const others = [
      random.cuid('withdrawal', 4),
      random.cuid('wallet', 3),
      new SeededRandom('8').cuid('withdrawal', 3),
    ];
    expect(new Set([random.cuid('withdrawal', 3), ...others]).size).toBe(4);
  });

  it("makes ids with the shape of the provider's", () => {
    for (let n = 0; n < 200; n += 1) expect(random.cuid('id', n)).toMatch(/^cl[0-9a-z]{23}$/);
    expect(random.uuid('token')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('spreads fractions over 0 to 1', () => {
    const draws = Array.from({ length: 1_000 }, (_, n) => random.fraction('fault', n));
    expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
    expect(draws.reduce((total, draw) => total + draw, 0) / 1_000).toBeCloseTo(0.5, 1);
  });
});

describe('addresses of the sandbox', () => {
  it('have the checksums of their chains', () => {
    // Example of EIP-55.
    expect(addressOf('evm', Buffer.from('5aaeb6053f3e94c9b9a09f33669435e7ef1beaed', 'hex'))).toBe(
      '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    );
    const tron = addressOf('tron', new SeededRandom('1').bytes('a'));
    expect(tron).toMatch(/^T.{33}$/);
    expect(createBase58check(sha256).decode(tron)).toHaveLength(21);
    expect(bech32.decode(addressOf('bitcoin', new SeededRandom('1').bytes('a')) as `bc1${string}`).prefix).toBe('bc');
  });

  it('differ by upper case on EVM chains only in their checksum', () => {
    expect(sameAddress('evm', '0xAB', '0xab')).toBe(true);
    expect(sameAddress('tron', 'Tx', 'TX')).toBe(false);
  });
});
