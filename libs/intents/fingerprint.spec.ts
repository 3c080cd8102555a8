import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { sameAddress } from '../chains/address.js';
import { assets, type Chain } from '../money/asset.js';
import { money } from '../money/money.js';
import { fingerprintOf, swapFingerprintOf, type IntentTuple, type SwapTuple } from './fingerprint.js';

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'.split('')), minLength: length, maxLength: length });
const evm = hex(40).map((digits) => `0x${digits}`);
const tron = fc.constantFrom('TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 'TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW');
const bitcoin = fc.constantFrom(
  '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
  '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
  'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
  'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
);
const addressOn = (chain: Chain) => (chain === 'tron' ? tron : chain === 'bitcoin' ? bitcoin : evm);

const tuples: fc.Arbitrary<IntentTuple> = fc
  .constantFrom(...assets.filter(({ chain }) => chain !== 'fiat'))
  .chain((asset) =>
    fc.record({
      providerWalletId: fc.string({ minLength: 1 }),
      amount: fc.bigInt({ min: 1n, max: 10n ** 78n - 1n }).map((minor) => money(asset, minor)),
      destination: addressOn(asset.chain),
    }),
  );
const changedCase = (text: string) =>
  text.replace(/[a-fA-F]/g, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );

describe('§2.3 rule 2 the fingerprint of what nobody can edit at the provider', () => {
  it('is short text that a stream name may carry, and always the same for the same', () =>
    fc.assert(
      fc.property(tuples, (tuple) => {
        expect(fingerprintOf(tuple)).toMatch(/^[0-9a-f]{32}$/);
        expect(fingerprintOf({ ...tuple })).toBe(fingerprintOf(tuple));
      }),
    ));

  it('never changes from one version of this program to the next: streams are named after it', () =>
    expect(
      fingerprintOf({
        providerWalletId: 'provider-wallet-1',
        amount: money({ token: 'USDT', chain: 'tron', decimals: 6 }, 12_500_000n),
        destination: 'TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW',
      }),
    ).toBe('f6fbb9107c2cc40f3b334d4623f5e34d'));

  it('is the same for two addresses exactly where they are one', () =>
    fc.assert(
      fc.property(tuples, tuples, (tuple, other) => {
        const { chain } = tuple.amount.asset;
        for (const destination of [changedCase(tuple.destination), other.destination]) {
          const same = fingerprintOf({ ...tuple, destination }) === fingerprintOf(tuple);
          expect({ destination, same }).toEqual({
            destination,
            same: sameAddress(chain, tuple.destination, destination),
          });
        }
      }),
    ));

  it('does not see the case of an address whose case is only a checksum', () =>
    fc.assert(
      fc.property(evm, (destination) => {
        const amount = money({ token: 'ETH', chain: 'ethereum', decimals: 18 }, 1n);
        const tuple = { providerWalletId: 'w', amount, destination };
        expect(fingerprintOf({ ...tuple, destination: `0x${changedCase(destination.slice(2))}` })).toBe(
          fingerprintOf(tuple),
        );
      }),
    ));

  it('differs as soon as any field does', () =>
    fc.assert(
      fc.property(tuples, tuples, (tuple, other) => {
        const { amount } = tuple;
        const changes: readonly Partial<IntentTuple>[] = [
          { providerWalletId: `${tuple.providerWalletId}x` },
          { amount: money(amount.asset, amount.minor + 1n) },
          { amount: money(amount.asset, amount.minor * 10n) },
          { amount: money({ ...amount.asset, token: `${amount.asset.token}X` }, amount.minor) },
          { amount: money({ ...amount.asset, decimals: amount.asset.decimals + 1 }, amount.minor) },
          ...(other.amount.asset.chain === amount.asset.chain
            ? []
            : [{ amount: money({ ...amount.asset, chain: other.amount.asset.chain }, amount.minor) }]),
        ];
        for (const change of changes) expect(fingerprintOf({ ...tuple, ...change })).not.toBe(fingerprintOf(tuple));
      }),
    ));

  it('does not run two fields into one', () => {
    const amount = money({ token: 'ETH', chain: 'ethereum', decimals: 18 }, 1n);
    const of = (providerWalletId: string, destination: string) =>
      fingerprintOf({ providerWalletId, amount, destination });
    expect(of('a","b', 'c')).not.toBe(of('a', 'b","c'));
    expect(of('ab', 'c')).not.toBe(of('a', 'bc'));
  });
});

describe('§2.3 rule 2 the fingerprint of a swap', () => {
  const amount = money({ token: 'USDT', chain: 'tron', decimals: 6 }, 5n);
  const swap: SwapTuple = { providerWalletId: 'wallet-1', amount, toToken: 'USDC' };

  it('is the same for the same swap, and none of a withdrawal', () => {
    expect(swapFingerprintOf({ ...swap })).toBe(swapFingerprintOf(swap));
    expect(swapFingerprintOf(swap)).not.toBe(fingerprintOf({ ...swap, destination: 'USDC' }));
    expect(swapFingerprintOf(swap)).not.toBe(
      fingerprintOf({ providerWalletId: 'swap', amount, destination: 'wallet-1' }),
    );
  });

  it.each([
    { providerWalletId: 'wallet-2' },
    { amount: money(amount.asset, 6n) },
    { amount: money({ ...amount.asset, chain: 'ethereum' as const }, 5n) },
    { toToken: 'TRX' },
  ])('differs as soon as any field does (%#)', (change) =>
    expect(swapFingerprintOf({ ...swap, ...change })).not.toBe(swapFingerprintOf(swap)),
  );
});
