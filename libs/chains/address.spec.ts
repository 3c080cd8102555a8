import { describe, expect, it } from '@jest/globals';
import { sha256 } from '@noble/hashes/sha2.js';
import { bech32, bech32m, createBase58check } from '@scure/base';
import * as fc from 'fast-check';
import { chains, type Chain } from '#libs/money/asset.js';
import { checkAddress, sameAddress } from './address.js';

const verdict = (chain: Chain, text: string) => {
  const check = checkAddress(chain, text);
  return check.ok ? 'ok' : check.problem;
};

// The vectors of EIP-55, BIP 13/173/350 and of Tron's own documentation.
const eip55 = [
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
  '0x52908400098527886E0F7030069857D2E4169EE7',
  '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  '0xde709f2102306220921060314715629080e2fb77',
  '0x27b1fdb04752bbc536007a920d24acb045561c26',
];
const bitcoin = [
  '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
  '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2',
  '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy',
  '3P14159f73E4gFr7JterCCQh9QjiTjiZrG',
  'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
  'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4',
  'bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3',
  'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
];
const tron = ['TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 'TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW'];
const good: readonly (readonly [Chain, string])[] = [
  ...eip55.map((text) => ['ethereum', text] as const),
  ...eip55.map((text) => ['bsc', text] as const),
  ...bitcoin.map((text) => ['bitcoin', text] as const),
  ...tron.map((text) => ['tron', text] as const),
];
const mixedCase = eip55.slice(0, 4);
const base58 = createBase58check(sha256);
const withVersion = (version: number, hash: Uint8Array) => base58.encode(Uint8Array.of(version, ...hash));

const familyOf = (chain: Chain) => (chain === 'bitcoin' || chain === 'fiat' || chain === 'tron' ? chain : 'evm');

const spoilt = (text: string) => [
  ` ${text}`,
  `${text}\n`,
  `${text.slice(0, 9)}\u200b${text.slice(9)}`,
  `\ufeff${text}`,
  `${text.slice(0, 5)}\u202e${text.slice(5)}`,
  text.replace(
    /[acepxoAT]/,
    (char) => ({ a: 'а', c: 'с', e: 'е', p: 'р', x: 'х', o: 'о', A: 'А', T: 'Т' })[char] ?? char,
  ),
  text.replace(/[0-9]/, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  text.slice(0, -1),
  `${text}0`,
  '',
];

describe('S-28 addresses that are what they look like', () => {
  it.each(good)('%s takes %s', (chain, text) => {
    expect(verdict(chain, text)).toBe('ok');
  });

  it.each(eip55)('EIP-55: takes %s without its checksum', (text) => {
    expect(verdict('polygon', text.toLowerCase())).toBe('ok');
    expect(verdict('ethereum-sepolia', `0x${text.slice(2).toUpperCase()}`)).toBe('ok');
  });

  it('takes every hash that a chain can encode', () => {
    const hash = fc.uint8Array({ minLength: 20, maxLength: 20 }).filter((bytes) => new Set(bytes).size > 1);
    fc.assert(
      fc.property(hash, (bytes) => {
        expect(verdict('tron', withVersion(0x41, bytes))).toBe('ok');
        expect(verdict('bitcoin', withVersion(0x00, bytes))).toBe('ok');
        expect(verdict('bitcoin', withVersion(0x05, bytes))).toBe('ok');
        expect(verdict('bitcoin', bech32.encode('bc', [0, ...bech32.toWords(bytes)]))).toBe('ok');
      }),
    );
  });
});

describe('S-28 a wrong checksum', () => {
  it('refuses any other character of the alphabet in Base58Check and bech32 addresses', () => {
    const printable = fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code));
    const subject = fc.constantFrom(...good.filter(([chain]) => chain !== 'ethereum' && chain !== 'bsc'));
    fc.assert(
      fc.property(subject, fc.nat(), printable, ([chain, text], at, char) => {
        const index = at % text.length;
        fc.pre(text[index] !== char);
        expect(verdict(chain, text.slice(0, index) + char + text.slice(index + 1))).not.toBe('ok');
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses every single changed case in a mixed-case EVM address', () => {
    for (const text of mixedCase)
      for (let index = 2; index < text.length; index++) {
        const char = text.charAt(index);
        const other = char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase();
        if (other === char) continue;
        expect(verdict('ethereum', text.slice(0, index) + other + text.slice(index + 1))).toBe('bad-checksum');
      }
  });

  // EIP-55 has about 15 bits, so one in 2^15 changed digits passes; none of these 2,400 is among them.
  it('refuses every other digit in a mixed-case EVM address', () => {
    for (const text of mixedCase)
      for (let index = 2; index < text.length; index++)
        for (const digit of '0123456789abcdef') {
          if (text.charAt(index).toLowerCase() === digit) continue;
          const changed = text.slice(0, index) + digit + text.slice(index + 1);
          expect([changed, verdict('ethereum', changed)]).toEqual([changed, 'bad-checksum']);
        }
  });

  it.each([
    ['bitcoin', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb'],
    ['bitcoin', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5'],
    // BIP 350: the checksum of the other version
    ['bitcoin', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd'],
    ['bitcoin', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh'],
    ['tron', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u'],
  ] as const)('%s refuses %s', (chain, text) => {
    expect(verdict(chain, text)).toBe('bad-checksum');
  });
});

describe('S-28 a wrong chain', () => {
  it('is told from a wrong format for every address of every other family', () => {
    for (const chain of chains)
      for (const [home, text] of good)
        expect(verdict(chain, text)).toBe(familyOf(home) === familyOf(chain) ? 'ok' : 'wrong-chain');
  });

  it.each([
    'mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn',
    '2MzQwSSnBHWHqSAqtTVQ6v47XtaisrJa1Vc',
    'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx',
  ])('refuses %s of a Bitcoin test network', (text) => {
    for (const chain of chains) expect(verdict(chain, text)).toBe('wrong-chain');
  });
});

describe('S-28 addresses nobody has a key for', () => {
  it.each([
    ['ethereum', '0x0000000000000000000000000000000000000000'],
    ['ethereum', '0x0000000000000000000000000000000000000001'],
    ['polygon', '0x000000000000000000000000000000000000dEaD'],
    ['bsc', '0xffffffffffffffffffffffffffffffffffffffff'],
    ['bsc', '0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE'],
    ['ethereum', '0xdEAD000000000000000042069420694206942069'],
    ['tron', 'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb'],
    ['tron', 'TLsV52sRDL79HXGGm9yzwKibb6BeruhUzy'],
    ['bitcoin', '1111111111111111111114oLvT2'],
    ['bitcoin', '1BitcoinEaterAddressDontSendf59kuE'],
    ['bitcoin', '1CounterpartyXXXXXXXXXXXXXXXUWLpVr'],
    ['bitcoin', bech32.encode('bc', [0, ...bech32.toWords(new Uint8Array(20))])],
    ['bitcoin', bech32m.encode('bc', [1, ...bech32m.toWords(new Uint8Array(32))])],
  ] as const)('%s refuses %s', (chain, text) => {
    expect(verdict(chain, text)).toBe('forbidden-address');
  });
});

describe('S-28 texts that only look like an address', () => {
  it.each(good)('%s refuses what was made of %s', (chain, text) => {
    for (const changed of spoilt(text).filter((each) => each !== text)) expect(verdict(chain, changed)).not.toBe('ok');
  });

  it.each([
    ['ethereum', '0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
    ['ethereum', '5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
    ['ethereum', 'XE7338O073KYGTWWZN0F2WZ0R8PX5ZPPZS'],
    ['bitcoin', 'Bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    // BIP 350: invalid version, invalid lengths
    ['bitcoin', 'BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R'],
    ['bitcoin', 'bc1pw5dgrnzv'],
    ['bitcoin', 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7v8n0nx0muaewav253zgeav'],
    ['bitcoin', 'BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P'],
    ['tron', '41a614f803b6fd780986a42c78ec9c7f77e6ded13c'],
    ['tron', withVersion(0xa0, new Uint8Array(20).fill(7))],
  ] as const)('%s refuses %s', (chain, text) => {
    expect(verdict(chain, text)).toBe('wrong-format');
  });

  it('never throws, and passes no arbitrary text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...chains), fc.string({ unit: 'binary', maxLength: 100 }), (chain, text) => {
        expect(verdict(chain, text)).not.toBe('ok');
      }),
    );
  });
});

describe('whether two addresses are one', () => {
  it('disregards case where it carries nothing', () => {
    expect(sameAddress('ethereum', eip55[0] ?? '', (eip55[0] ?? '').toLowerCase())).toBe(true);
    expect(sameAddress('bitcoin', bitcoin[4] ?? '', bitcoin[5] ?? '')).toBe(true);
  });

  it('regards it where it is part of the address', () => {
    expect(sameAddress('tron', tron[0] ?? '', (tron[0] ?? '').toLowerCase())).toBe(false);
    expect(sameAddress('bitcoin', bitcoin[0] ?? '', (bitcoin[0] ?? '').toUpperCase())).toBe(false);
  });

  it('is false for any two different addresses', () => {
    for (const [chain, a] of good)
      for (const [home, b] of good)
        if (home === chain && a.toLowerCase() !== b.toLowerCase()) expect(sameAddress(chain, a, b)).toBe(false);
  });
});
