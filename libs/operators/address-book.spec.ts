import { describe, expect, it } from '@jest/globals';
import { fold } from '../decider/decider.js';
import { givenWhenThen } from '../decider/given-when-then.js';
import { stored } from '../decider/laws.fixtures.js';
import { addressBookCodec, addressBookStream } from './address-book.codec.js';
import type { AddressBookEvent } from './address-book.events.js';
import {
  addAddress,
  added,
  addressBookFacts,
  approveAddress,
  approved,
  changeRule,
  revokeAddress,
  revoked,
  ruleChanged,
  tronAddress,
} from './address-book.fixtures.js';
import { addressBookDecider } from './address-book.js';
import { destinationRefusal } from './movement-check.js';

const { given } = givenWhenThen(addressBookDecider);

describe('the address book of an operator', () => {
  it('takes an address once', () => {
    given().when(addAddress()).thenFacts(added);
    given(added).when(addAddress()).thenNothing();
    given(added, approved).when(addAddress()).thenNothing();
  });

  it('takes what money can be sent to, and nothing else', () => {
    given()
      .when(addAddress({ chain: 'ethereum' }))
      .thenRejects('address-malformed', { problem: 'wrong-chain' });
    given()
      .when(addAddress({ address: ' ' }))
      .thenRejects('address-malformed', { problem: 'wrong-format' });
    given()
      .when(addAddress({ chain: 'fiat' }))
      .thenRejects('address-malformed', { problem: 'wrong-chain' });
  });

  it('is approved by another person than who wrote in it, once', () => {
    given(added).when(approveAddress()).thenFacts(approved);
    given(added, approved).when(approveAddress()).thenNothing();
    given(added).when(approveAddress('user:ada')).thenRejects('two-people-needed');
    given().when(approveAddress()).thenRejects('address-not-in-book');
  });

  it('lets go of an address at once, for a reason', () => {
    given(added, approved).when(revokeAddress()).thenFacts(revoked);
    given(added).when(revokeAddress(' ')).thenRejects('reason-needed');
    given().when(revokeAddress()).thenRejects('address-not-in-book');
    given(added, approved, revoked).when(revokeAddress()).thenRejects('address-not-in-book');
  });

  it('takes a revoked address back, to be approved anew', () => {
    given(added, approved, revoked).when(addAddress()).thenFacts(added);
    given(added, approved, revoked).when(approveAddress()).thenRejects('address-not-in-book');
  });

  it('becomes the rule by one person, and is given up by two', () => {
    given().when(changeRule(true)).thenFacts(ruleChanged(true));
    given(ruleChanged(true)).when(changeRule(true)).thenNothing();
    given(ruleChanged(true)).when(changeRule(false)).thenRejects('two-people-needed');
    given(ruleChanged(true)).when(changeRule(false, 'user:ada')).thenRejects('two-people-needed');
    given(ruleChanged(true)).when(changeRule(false, 'user:bob')).thenFacts(ruleChanged(false, 'user:bob'));
  });
});

describe('the rule "only addresses of the book"', () => {
  const refusal = (facts: readonly AddressBookEvent[], destination = tronAddress) =>
    destinationRefusal(fold(addressBookDecider, facts), destination);
  const refused = { code: 'destination-not-in-book' };

  it('holds where it was made', () => {
    expect(refusal([])).toBeUndefined();
    expect(refusal([ruleChanged(true)])).toEqual(refused);
    expect(refusal([ruleChanged(true), added])).toEqual(refused);
    expect(refusal([ruleChanged(true), added, approved])).toBeUndefined();
    expect(refusal([ruleChanged(true), added, approved, revoked])).toEqual(refused);
    expect(refusal([ruleChanged(true), ruleChanged(false, 'user:bob')])).toBeUndefined();
  });

  it('is about an address on its chain', () =>
    expect(refusal([ruleChanged(true), added, approved], { ...tronAddress, chain: 'ethereum' })).toEqual(refused));

  it('reads addresses as their chain does, whatever their case', () => {
    const address = '0x52908400098527886E0F7030069857D2E4169EE7';
    const onEthereum = { ...tronAddress, chain: 'ethereum', address } as const;
    const book: AddressBookEvent[] = [
      ruleChanged(true),
      { ...added, data: { ...added.data, ...onEthereum } },
      { ...approved, data: { ...approved.data, ...onEthereum } },
    ];
    expect(refusal(book, { ...onEthereum, address: address.toLowerCase() })).toBeUndefined();
    expect(refusal(book, { ...onEthereum, address: `${address} ` })).toEqual(refused);
  });
});

describe('INV-C3 the facts of an address book in the log', () => {
  it.each(Object.values(addressBookFacts))('$type is read back as it was written', (fact) =>
    expect(stored(addressBookCodec, fact)).toEqual(fact),
  );

  it('stand in its stream', () => expect(addressBookStream('acme')).toBe('address-book-acme'));
});
