import { describe, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import { storedAsset } from '../money/asset.js';
import { money } from '../money/money.js';
import type { SweepCommand } from './sweep.commands.js';
import { closed, detected, failed, feeResolved, now, resolved, reviewRequired, settled } from './sweep.fixtures.js';
import { sweepDecider } from './sweep.js';

const { given } = givenWhenThen(sweepDecider);
const { reason, evidence, resolvedBy, approvedBy } = resolved().data;
const verdict = { reason, evidence, resolvedBy, approvedBy, now };

function booked(minor = 100n, parts: readonly bigint[] = [60n, 40n], said: Partial<typeof verdict> = {}): SweepCommand {
  const { parts: shown, transactionHash } = settled(minor, parts).data;
  return { type: 'ResolveSweep', data: { ...verdict, ...said, outcome: 'booked', parts: shown, transactionHash } };
}
/** The same numbers, of another coin. */
function inOtherCoin(): SweepCommand {
  const parts = settled().data.parts.map((part) => ({
    ...part,
    amount: money(storedAsset('USDC@tron/6'), part.amount.minor),
  }));
  return { type: 'ResolveSweep', data: { ...verdict, outcome: 'booked', parts } };
}
const dismissed = (said: Partial<typeof verdict> = {}): SweepCommand => ({
  type: 'ResolveSweep',
  data: { ...verdict, ...said, outcome: 'dismissed' },
});
/** As the evidence shows it: the fee is left to the watch on fees. */
function bookedAs(minor = 100n, parts: readonly bigint[] = [60n, 40n]) {
  const { type, data } = settled(minor, parts);
  const { reportedFee: _, ...rest } = data;
  return { type, data: { ...rest, evidence } } as const;
}
const bookedFee: SweepCommand = { type: 'ResolveSweepFee', data: { ...verdict, payer: feeResolved.data.payer } };
const feeSaid = (said: Partial<typeof verdict>): SweepCommand => ({
  type: 'ResolveSweepFee',
  data: { ...verdict, ...said, payer: feeResolved.data.payer },
});
const noFee: SweepCommand = { type: 'ResolveSweepFee', data: verdict };
const inReview = [detected(), reviewRequired()] as const;

describe('a sweep under review is ended by two people, with evidence', () => {
  it('booked with the parts that the evidence shows, or dismissed', () => {
    given(...inReview)
      .when(booked())
      .thenFacts(resolved(), bookedAs());
    given(...inReview)
      .when(dismissed())
      .thenFacts(resolved('dismissed'));
  });

  it('once: the same again is no news, and anything else is refused', () => {
    const ended = [...inReview, resolved(), bookedAs()] as const;
    given(...ended)
      .when(booked())
      .thenNothing();
    given(...ended, closed)
      .when(booked())
      .thenNothing();
    given(...ended)
      .when(booked(100n, [50n, 50n]))
      .thenRejects('sweep-resolved-otherwise');
    given(...ended)
      .when(dismissed())
      .thenRejects('sweep-resolved-otherwise');
    given(...inReview, resolved('dismissed'))
      .when(dismissed())
      .thenNothing();
    given(...inReview, resolved('dismissed'))
      .when(booked())
      .thenRejects('sweep-resolved-otherwise');
  });

  it('never without a second person, evidence and a reason', () => {
    for (const command of [booked, (_: bigint, __: readonly bigint[], said: object) => dismissed(said)]) {
      const review = given(...inReview);
      review.when(command(100n, [60n, 40n], { approvedBy: resolvedBy })).thenRejects('two-people-needed');
      review.when(command(100n, [60n, 40n], { evidence: ' ' })).thenRejects('evidence-needed');
      review.when(command(100n, [60n, 40n], { reason: ' ' })).thenRejects('evidence-needed');
    }
  });

  it('never when nobody was called, or it has ended', () => {
    given(detected()).when(booked()).thenRejects('sweep-not-under-review');
    given(detected()).when(dismissed()).thenRejects('sweep-not-under-review');
    given(...inReview, settled())
      .when(booked())
      .thenRejects('sweep-not-in-status');
    given(detected(), failed).when(dismissed()).thenRejects('sweep-not-in-status');
    given().when(dismissed()).thenRejects('sweep-not-in-status');
  });

  it('with no part of another wallet, none of nothing, and no other sum, unless the provider contradicted itself', () => {
    const refused = (...args: Parameters<typeof booked>) =>
      given(...inReview)
        .when(booked(...args))
        .thenRejects('parts-differ-from-sweep');
    refused(100n, [60n, 39n]);
    refused(100n, [101n, -1n]);
    refused(100n, [100n, 0n]);
    refused(0n, []);
    refused(100n, [60n, 20n, 20n]);
    given(...inReview)
      .when(inOtherCoin())
      .thenRejects('parts-differ-from-sweep');
    given(detected(100n, ['wal_a', 'wal_c']), reviewRequired())
      .when(booked())
      .thenRejects('parts-differ-from-sweep');
    const contradicted = [detected(), reviewRequired('settled-differs')] as const;
    given(...contradicted)
      .when(booked(99n, [60n, 39n]))
      .thenFacts(resolved(), bookedAs(99n, [60n, 39n]));
    given(...contradicted)
      .when(booked(0n, []))
      .thenRejects('parts-differ-from-sweep');
  });

  it('and what a worker saw meanwhile changes nothing', () => {
    const over = [...inReview, resolved('dismissed')] as const;
    for (const command of [
      { type: 'RecordSweepSettled', data: settled().data },
      { type: 'RecordSweepFailed', data: failed.data },
      { type: 'RequireSweepReview', data: { reason: 'settled-differs', detail: '', now } },
      { type: 'DetectSweep', data: detected(7n).data },
    ] as const)
      given(...over)
        .when(command)
        .thenNothing();
    given(...over)
      .when({ type: 'CloseSweep', data: { now } })
      .thenRejects('sweep-not-in-status');
  });
});

describe('a sweep whose fee nobody can be named for', () => {
  const unknown = reviewRequired('gas-station-unknown');

  it.each([
    ['settled', settled()],
    ['failed', failed],
  ])('is told the payer when it is %s, by two people, once', (_, end) => {
    given(detected(), end, unknown, closed).when(bookedFee).thenFacts(feeResolved);
    given(detected(), end, unknown, feeResolved).when(bookedFee).thenNothing();
    given(detected(), end, unknown, feeResolved).when(noFee).thenRejects('sweep-resolved-otherwise');
    const { payer: __, ...none } = feeResolved.data;
    given(detected(), end, unknown, closed).when(noFee).thenFacts({ type: 'SweepFeeResolved', data: none });
    given(detected(), end).when(bookedFee).thenRejects('sweep-not-under-review');
    given(detected(), end, reviewRequired('settled-differs')).when(bookedFee).thenRejects('sweep-not-under-review');
    const review = given(detected(), end, unknown, closed);
    review.when(feeSaid({ approvedBy: resolvedBy })).thenRejects('two-people-needed');
    review.when(feeSaid({ evidence: ' ' })).thenRejects('evidence-needed');
    review.when(feeSaid({ reason: ' ' })).thenRejects('evidence-needed');
  });

  it('and nobody is called for it again', () => {
    const again: SweepCommand = { type: 'RequireSweepReview', data: { ...unknown.data, now } };
    given(detected(), settled(), unknown, feeResolved).when(again).thenNothing();
    given(detected()).when(bookedFee).thenRejects('sweep-not-in-status');
  });
});
