import { describe, expect, it } from '@jest/globals';
import { MalformedEvent } from '../decider/codec.js';
import { fold } from '../decider/decider.js';
import { givenWhenThen } from '../decider/given-when-then.js';
import { stored } from '../decider/laws.fixtures.js';
import { gateCodec, gateStream, gateStreamPrefix } from './gate.codec.js';
import { approve, approved, defer, deferred, gateFacts, match, matched, refuse, refused } from './gate.fixtures.js';
import { gateDecider } from './gate.js';

const { given } = givenWhenThen(gateDecider);
const isYes = { verdict: 'approved' } as const;
const isNo = { verdict: 'rejected' } as const;

describe('INV-P4 matching a provider transaction with a payout', () => {
  it('records which payout it belongs to', () => given().when(match()).thenFacts(matched()));

  it('does nothing twice, at whichever attempt it is found the second time', () => {
    given(matched()).when(match()).thenNothing();
    given(matched('po_1', 1)).when(match('po_1', 2)).thenNothing();
    given(matched(), approved()).when(match()).thenNothing();
  });

  it('belongs to one payout for ever', () => {
    given(matched()).when(match('po_2')).thenRejects('matched-to-another-payout', { payoutId: 'po_1' });
    given(matched(), approved()).when(match('po_2')).thenRejects('matched-to-another-payout', { payoutId: 'po_1' });
  });

  it('belongs to none once it was refused', () => given(refused()).when(match()).thenRejects('verdict-is-final', isNo));
});

describe('F4.2 F4.4 the verdict on a provider transaction', () => {
  it('approves what was matched, and says so again for ever', () => {
    given(matched()).when(approve()).thenFacts(approved());
    given(matched(), approved()).when(approve()).thenNothing();
  });

  it('approves nothing that was not matched, or was matched with another payout', () => {
    given().when(approve()).thenRejects('not-matched');
    given(deferred).when(approve()).thenRejects('not-matched');
    given(matched('po_2')).when(approve('po_1')).thenRejects('matched-to-another-payout', { payoutId: 'po_2' });
    given(matched('po_2'), approved('po_2')).when(approve('po_1')).thenRejects('matched-to-another-payout');
  });

  it('refuses what is foreign, before or after it seemed to match, and says so again for ever', () => {
    given().when(refuse()).thenFacts(refused());
    given(matched()).when(refuse()).thenFacts(refused());
    given(refused()).when(refuse('another reason')).thenNothing();
  });

  it('never turns a yes into a no, or a no into a yes', () => {
    given(matched(), approved()).when(refuse()).thenRejects('verdict-is-final', isYes);
    given(refused()).when(approve()).thenRejects('verdict-is-final', isNo);
    given(matched(), refused()).when(approve()).thenRejects('verdict-is-final', isNo);
  });

  it('records every time that no answer was given, until there is one', () => {
    given().when(defer).thenFacts(deferred);
    given(deferred).when(defer).thenFacts(deferred);
    given(matched()).when(defer).thenFacts(deferred);
    given(matched(), approved()).when(defer).thenNothing();
    given(refused()).when(defer).thenNothing();
  });

  it('keeps what was approved, and for which attempt', () =>
    expect(fold(gateDecider, [matched('po_1', 3), deferred, approved()])).toEqual({
      status: 'approved',
      payoutId: 'po_1',
      attempt: 3,
      fingerprint: 'f1',
    }));
});

describe('INV-C3 the gate facts in the log', () => {
  it.each(Object.values(gateFacts))('$type is read back as it was written', (fact) =>
    expect(stored(gateCodec, fact)).toEqual(fact),
  );

  it('every fact of the union has a stored type', () =>
    expect(gateCodec.storedTypes).toEqual(Object.keys(gateFacts).map((type) => `${type}.v1`)));

  it('a transaction’s stream carries its id', () => expect(gateStream('tx-1')).toBe(`${gateStreamPrefix}tx-1`));

  it.each([{ by: 'guess' }, { attempt: 0 }, { matchedAt: 'now' }, { payoutId: null }])(
    'is refused with %j, never guessed',
    (changes) => {
      const { type, data } = gateCodec.encode(matched());
      expect(() => gateCodec.decode({ type, data: { ...data, ...changes } })).toThrow(MalformedEvent);
    },
  );
});
