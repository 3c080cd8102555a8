import { describe, expect, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import { stored } from '../decider/laws.fixtures.js';
import { closedWindowCodec, closedWindowDecider, closedWindowStream } from './closed-window.js';
import { windowClosed } from './deposit.fixtures.js';

const { given } = givenWhenThen(closedWindowDecider);

describe('F5.10 an address whose window has closed', () => {
  it('remembers each purchase once', () => {
    const { data } = windowClosed;
    given().when({ type: 'CloseWindow', data }).thenFacts(windowClosed);
    given(windowClosed).when({ type: 'CloseWindow', data }).thenNothing();
    const other = { ...data, orderId: 'ord_2' };
    given(windowClosed)
      .when({ type: 'CloseWindow', data: other })
      .thenFacts({ type: 'PurchaseWindowClosed', data: other });
    given(windowClosed, { type: 'PurchaseWindowClosed', data: other })
      .when({ type: 'CloseWindow', data })
      .thenNothing();
  });

  it('has one stream, however its hexadecimal digits are written', () => {
    expect(closedWindowStream('ethereum', '0xAB')).toBe(closedWindowStream('ethereum', '0xab'));
    expect(closedWindowStream('tron', 'TAb')).not.toBe(closedWindowStream('tron', 'TaB'));
    expect(closedWindowStream('ethereum', '0xab')).not.toBe(closedWindowStream('bsc', '0xab'));
  });

  it('INV-C3 is read back as it was written', () =>
    expect(stored(closedWindowCodec, windowClosed)).toEqual(windowClosed));
});
