import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { formatAmount, parseAmount, parseNumberLiteral, type AmountProblem, type ParsedAmount } from './amount-text.js';
import { assets, type Asset } from './asset.js';
import { money, sameMoney } from './money.js';

const withDecimals = (decimals: number): Asset => ({ token: 'T', chain: 'ethereum', decimals });
const usdt = withDecimals(6);
const largest = 10n ** 78n - 1n;

const anyAsset = fc.constantFrom(...assets, ...[0, 6, 8, 18].map(withDecimals));
const minorMax78Digits = fc.bigInt({ min: 0n, max: largest });
const signedMinor = fc.bigInt({ min: -largest, max: largest });

const outcome = (parsed: ParsedAmount): bigint | AmountProblem => (parsed.ok ? parsed.money.minor : parsed.problem);
const ofApi = (text: string, asset = usdt) => outcome(parseAmount(text, asset));
const ofProvider = (text: string, asset = usdt) => outcome(parseNumberLiteral(text, asset));

/** What a decimal literal is worth in minor units, by another route: as a fraction of two integers. */
function exactMinor(digits: bigint, scale: number, decimals: number): bigint | undefined {
  const numerator = digits * 10n ** BigInt(Math.max(0, decimals - scale));
  const denominator = 10n ** BigInt(Math.max(0, scale - decimals));
  return numerator % denominator === 0n ? numerator / denominator : undefined;
}

describe('F1.14 amounts as our API takes them', () => {
  it('come back as they were written out', () => {
    fc.assert(
      fc.property(anyAsset, minorMax78Digits, (asset, minor) => {
        expect(ofApi(formatAmount(money(asset, minor)), asset)).toBe(minor);
      }),
    );
  });

  it.each([
    [0, '7', 7n],
    [6, '12.5', 12_500_000n],
    [8, '0.00000001', 1n],
    [18, '0.1', 100_000_000_000_000_000n],
    [18, '123456789.123456789123456789', 123_456_789_123_456_789_123_456_789n],
  ])('with %i decimals, %s is exact', (decimals, text, minor) => {
    expect(ofApi(text, withDecimals(decimals))).toBe(minor);
  });

  it('take zeros at the end, up to the decimals of the asset', () => {
    expect(ofApi('1.500000')).toBe(1_500_000n);
    expect(ofApi('1.5000000')).toBe('too-many-decimals');
    expect(ofApi('1.0', withDecimals(0))).toBe('too-many-decimals');
  });

  it('hold 78 digits and not one more', () => {
    expect(ofApi('9'.repeat(78), withDecimals(0))).toBe(largest);
    expect(ofApi('9'.repeat(79), withDecimals(0))).toBe('too-large');
    expect(ofApi('9'.repeat(73))).toBe('too-large');
    expect(ofApi(`${'9'.repeat(72)}.999999`)).toBe(largest);
    expect(ofApi('1'.repeat(1_000_000))).toBe('too-large');
  });

  it.each([
    '',
    ' 1',
    '1 ',
    '1\n',
    '-0',
    '-1',
    '+1',
    '01',
    '00',
    '.5',
    '5.',
    '1e-7',
    '1E6',
    '0.1+0.2',
    '1,000',
    '1_000',
    '0x10',
    'NaN',
    'Infinity',
    'null',
    '١٢',
    '１２',
    '1२',
    '1\u200b',
    '−1',
    '1.2.3',
  ])('refuse %j', (text) => {
    expect(ofApi(text)).toBe('not-a-decimal');
  });

  it('refuse whatever is not exactly a decimal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (text) => {
        fc.pre(!/^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(text));
        expect(ofApi(text)).toBe('not-a-decimal');
      }),
    );
  });
});

describe('F1.14 amounts as the provider writes them', () => {
  it('are worth exactly their literal, or are refused: never rounded', () => {
    const parts = fc.tuple(anyAsset, signedMinor, fc.nat(30), fc.integer({ min: -40, max: 40 }));
    fc.assert(
      fc.property(parts, ([asset, digits, fractionDigits, exponent]) => {
        const plain = formatAmount(money(withDecimals(fractionDigits), digits));
        const minor = exactMinor(digits, fractionDigits - exponent, asset.decimals);
        const expected = minor === undefined ? 'too-many-decimals' : minor;
        const tooLarge = typeof expected === 'bigint' && (expected > largest || expected < -largest);
        expect(ofProvider(`${plain}e${exponent}`, asset)).toBe(tooLarge ? 'too-large' : expected);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['5', 5_000_000n],
    ['6.73E-6', 'too-many-decimals'],
    ['6.73e-4', 673n],
    ['6.73E+2', 673_000_000n],
    ['0.000001', 1n],
    ['1e-6', 1n],
    ['10e-7', 1n],
    ['1e-7', 'too-many-decimals'],
    ['12.50000000000', 12_500_000n],
    ['-0.50', -500_000n],
    ['-0', 0n],
    ['-0.0e5', 0n],
    ['0e9999', 0n],
    ['1e9999', 'too-large'],
    ['1e72', 'too-large'],
    ['1e71', 10n ** 77n],
    ['1e-9999', 'too-many-decimals'],
    ['1e99999', 'not-a-decimal'],
    ['01', 'not-a-decimal'],
    ['.5', 'not-a-decimal'],
    ['5.', 'not-a-decimal'],
    ['+5', 'not-a-decimal'],
    ['NaN', 'not-a-decimal'],
    ['Infinity', 'not-a-decimal'],
    ['0x5', 'not-a-decimal'],
    ['"5"', 'not-a-decimal'],
    ['5 ', 'not-a-decimal'],
    ['٥', 'not-a-decimal'],
    ['', 'not-a-decimal'],
  ])('%s is %s', (text, expected) => {
    expect(ofProvider(text)).toBe(expected);
  });

  it('answer at once, however long the literal is', () => {
    const started = performance.now();
    expect(ofProvider(`0.${'0'.repeat(1_000_000)}1`)).toBe('not-a-decimal');
    expect(ofProvider('9'.repeat(1_000_000))).toBe('not-a-decimal');
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('an amount as text', () => {
  it.each([
    [0, 0n, '0'],
    [0, -12n, '-12'],
    [6, 12_500_000n, '12.5'],
    [6, 1_000_000n, '1'],
    [6, -3_000_000n, '-3'],
    [8, 673n, '0.00000673'],
    [18, 1n, '0.000000000000000001'],
    [18, -(10n ** 18n), '-1'],
  ])('with %i decimals, %s minor units are %s', (decimals, minor, text) => {
    expect(formatAmount(money(withDecimals(decimals), minor))).toBe(text);
  });

  it('reads back as a JSON number literal of the same worth', () => {
    fc.assert(
      fc.property(anyAsset, signedMinor, (asset, minor) => {
        const parsed = parseNumberLiteral(formatAmount(money(asset, minor)), asset);
        expect(parsed.ok && sameMoney(parsed.money, money(asset, minor))).toBe(true);
      }),
    );
  });
});
