import { describe, expect, it } from '@jest/globals';
import { MalformedEvent } from '../decider/codec.js';
import { stored } from '../decider/laws.fixtures.js';
import { accountCodec, accountStream, accountStreamPrefix } from './account.codec.js';
import { accountFacts, credited, usdt } from './account.fixtures.js';

describe('INV-C3 the account facts in the log', () => {
  it.each(Object.values(accountFacts))('$type is read back as it was written', (fact) =>
    expect(stored(accountCodec, fact)).toEqual(fact),
  );

  it('every fact of the union has a stored type', () =>
    expect(accountCodec.storedTypes).toEqual(Object.keys(accountFacts).map((type) => `${type}.v1`)));

  it('an account’s stream carries its wallet and its asset with chain and precision', () => {
    expect(accountStream('wal_1', usdt)).toBe(`${accountStreamPrefix}wal_1-USDT@tron/6`);
    expect(accountStream('wal_1', { ...usdt, chain: 'bsc', decimals: 18 })).not.toBe(accountStream('wal_1', usdt));
  });

  it.each([
    { reason: 'gift' },
    { postings: [{ from: 'external:tron' }] },
    { amount: '1 USDT' },
    { creditedAt: 'today' },
  ])('is refused with %j, never guessed', (changes) => {
    const { type, data } = accountCodec.encode(credited(1n));
    expect(() => accountCodec.decode({ type, data: { ...data, ...changes } })).toThrow(MalformedEvent);
  });
});
