import { describe, expect, it } from '@jest/globals';
import { fold } from '../decider/decider.js';
import { givenWhenThen } from '../decider/given-when-then.js';
import { openingFacts } from './opening.fixtures.js';
import { openingDecider, type OpeningCommand } from './opening.js';

const { given } = givenWhenThen(openingDecider);
const {
  WalletOpeningRequested: requested,
  WalletOpeningStarted: started,
  WalletOpeningRefused: refused,
  WalletOpeningUnknown: unknown,
  WalletOpened: opened,
} = openingFacts;
const { attempt: _, startedAt: now, ...request } = started.data;
const start: OpeningCommand = { type: 'StartOpening', data: { ...request, now } };
const seen = { attempt: 1, evidence: opened.data.evidence, now };
const recordOpened = (providerWalletId = 'provider-wallet-1', attempt = 1): OpeningCommand => ({
  type: 'RecordOpened',
  data: { ...seen, attempt, providerWalletId },
});
const recordRefusal: OpeningCommand = { type: 'RecordRefusal', data: { ...seen, reason: 'forbidden' } };
const recordUnknown: OpeningCommand = { type: 'RecordUnknown', data: { ...seen, reason: 'timeout' } };

describe('IN-22 the opening of a wallet', () => {
  it('is claimed before it is asked for, and again only after a certain refusal', () => {
    given().when(start).thenFacts(started);
    for (const facts of [[started], [started, unknown], [started, opened]])
      given(...facts)
        .when(start)
        .thenNothing();
    const second = { ...started, data: { ...started.data, attempt: 2 } };
    given(started, refused).when(start).thenFacts(second);
  });

  it('is requested once, and answered the same whatever has become of it; a request is no claim', () => {
    const wanted: OpeningCommand = { type: 'RequestOpening', data: { ...request, by: 'key:k1', now } };
    given().when(wanted).thenFacts(requested);
    for (const facts of [[requested], [requested, started], [started, refused], [requested, started, opened]])
      given(...facts)
        .when(wanted)
        .thenNothing();
    given(requested).when(start).thenFacts(started);
    given(requested).when(recordOpened()).thenRejects('attempt-over');
    given(requested)
      .when({ type: 'RequestOpening', data: { ...request, role: 'master', by: 'key:k1', now } })
      .thenRejects('opening-started-otherwise');
  });

  it('is refused when it is asked for otherwise', () =>
    given(started)
      .when({ type: 'StartOpening', data: { ...request, operatorId: 'op_2', now } })
      .thenRejects('opening-started-otherwise'));

  it('ends as it was seen', () => {
    given(started).when(recordRefusal).thenFacts(refused);
    given(started).when(recordUnknown).thenFacts(unknown);
    given(started).when(recordOpened()).thenFacts(opened);
    given(started, unknown).when(recordOpened()).thenFacts(opened);
  });

  it('is one wallet for ever: unknown never turns into refused, nor opened into another', () => {
    given(started, unknown).when(recordRefusal).thenRejects('attempt-over');
    given(started, unknown).when(recordUnknown).thenNothing();
    given(started, opened).when(recordOpened()).thenNothing();
    given(started, opened).when(recordOpened('provider-wallet-2')).thenRejects('opened-as-another');
    given(started, opened).when(recordUnknown).thenRejects('attempt-over');
    given(started, refused).when(recordOpened()).thenRejects('attempt-over');
    given(started).when(recordOpened('provider-wallet-1', 2)).thenRejects('attempt-over');
    given().when(recordOpened()).thenRejects('attempt-over');
  });

  it('follows on its claim in the log, or the log is broken', () =>
    expect(() => fold(openingDecider, [opened])).toThrow('cannot follow'));
});
