import { describe, expect, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import { stored } from '../decider/laws.fixtures.js';
import { addressAllocated } from './deposit.fixtures.js';
import { purchaseAddressCodec, purchaseAddressDecider, purchaseAddressStream } from './purchase-address.js';

const { given } = givenWhenThen(purchaseAddressDecider);

describe('F5.10 an address that purchases are paid to', () => {
  it('remembers each purchase once', () => {
    const { data } = addressAllocated;
    given().when({ type: 'AllocateAddress', data }).thenFacts(addressAllocated);
    given(addressAllocated).when({ type: 'AllocateAddress', data }).thenNothing();
    const other = { ...data, orderId: 'ord_2' };
    given(addressAllocated)
      .when({ type: 'AllocateAddress', data: other })
      .thenFacts({ type: 'PurchaseAddressAllocated', data: other });
    given(addressAllocated, { type: 'PurchaseAddressAllocated', data: other })
      .when({ type: 'AllocateAddress', data })
      .thenNothing();
  });

  it('has one stream, in whichever case it may be written', () => {
    expect(purchaseAddressStream('ethereum', '0xAB')).toBe(purchaseAddressStream('ethereum', '0xab'));
    expect(purchaseAddressStream('bitcoin', 'BC1QAR0')).toBe(purchaseAddressStream('bitcoin', 'bc1qar0'));
    expect(purchaseAddressStream('bitcoin', 'BC1QaR0')).not.toBe(purchaseAddressStream('bitcoin', 'bc1qar0'));
    expect(purchaseAddressStream('tron', 'TAb')).not.toBe(purchaseAddressStream('tron', 'TaB'));
    expect(purchaseAddressStream('ethereum', '0xab')).not.toBe(purchaseAddressStream('bsc', '0xab'));
  });

  it('INV-C3 is read back as it was written', () =>
    expect(stored(purchaseAddressCodec, addressAllocated)).toEqual(addressAllocated));
});
