import { describe, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import * as the from './gate.fixtures.js';
import { gateDecider } from './gate.js';

const { given } = givenWhenThen(gateDecider);

describe('S-14 F4.2 what the gate holds about a swap’s transaction', () => {
  it('is matched with one swap, once', () => {
    given().when(the.matchSwap()).thenFacts(the.swapMatched());
    given(the.swapMatched()).when(the.matchSwap()).thenNothing();
    given(the.swapMatched()).when(the.matchSwap('sw_2')).thenRejects('matched-to-a-swap', { swapId: 'sw_1' });
  });

  it('is a swap’s or a payout’s, never both', () => {
    given(the.matched()).when(the.matchSwap()).thenRejects('matched-to-another-payout', { payoutId: 'po_1' });
    given(the.matched()).when(the.approveSwap()).thenRejects('matched-to-another-payout');
    given(the.swapMatched()).when(the.match()).thenRejects('matched-to-a-swap', { swapId: 'sw_1' });
    given(the.swapMatched()).when(the.approve()).thenRejects('matched-to-a-swap');
  });

  it('is approved for ever, and only after the match', () => {
    given(the.swapMatched()).when(the.approveSwap()).thenFacts(the.swapApproved());
    given(the.swapMatched(), the.swapApproved()).when(the.approveSwap()).thenNothing();
    given(the.swapMatched(), the.swapApproved()).when(the.defer).thenNothing();
    given(the.swapMatched(), the.swapApproved())
      .when(the.refuse())
      .thenRejects('verdict-is-final', { verdict: 'approved' });
    given(the.swapMatched()).when(the.approveSwap('sw_2')).thenRejects('matched-to-a-swap');
    given().when(the.approveSwap()).thenRejects('not-matched');
  });

  it('is refused for ever', () => {
    given(the.swapMatched()).when(the.refuse()).thenFacts(the.refused());
    given(the.refused()).when(the.matchSwap()).thenRejects('verdict-is-final', { verdict: 'rejected' });
    given(the.refused()).when(the.approveSwap()).thenRejects('verdict-is-final', { verdict: 'rejected' });
  });
});
