import { describe, expect, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import type { BreakEvent } from './break.events.js';
import { breakDecider, type BreakCommand } from './break.js';
import { breakIdOf, type Finding } from './items.js';
import { ageBucket, ageBuckets, openedWithin } from './suggestions.js';
import { minutesAgo, now } from './reconciliation.fixtures.js';

const { given } = givenWhenThen(breakDecider);
const finding: Finding = {
  kind: 'amount',
  severity: 'critical',
  subject: { ledgerId: 'po_1', providerId: 'tx-1' },
  expected: '12.5',
  actual: '12',
  difference: '-0.5',
  since: minutesAgo(60),
};
const breakId = breakIdOf(finding);
const by = 'user:ada';
const record = (changes: Partial<Finding> = {}): BreakCommand => ({
  type: 'RecordFinding',
  data: { finding: { ...finding, ...changes }, source: 'provider', now },
});
const difference = { expected: '12.5', actual: '12', difference: '-0.5' };
const opened: BreakEvent = {
  type: 'BreakOpened',
  data: {
    breakId,
    kind: 'amount',
    severity: 'critical',
    ledgerId: 'po_1',
    providerId: 'tx-1',
    ...difference,
    source: 'provider',
    since: minutesAgo(60),
    openedAt: now,
  },
};
const resolve = (how: 'corrected' | 'accepted', evidence = 'ticket 7'): BreakCommand => ({
  type: 'ResolveBreak',
  data: { how, evidence, by, now },
});
const resolved = (how: 'corrected' | 'accepted'): BreakEvent => ({
  type: 'BreakResolved',
  data: { breakId, how, evidence: 'ticket 7', by, resolvedAt: now },
});
const reopened = (texts: object = {}): BreakEvent => ({
  type: 'BreakReopened',
  data: { breakId, ...difference, reason: 'found again', by: 'reconciliation', reopenedAt: now, ...texts },
});

describe('RS-02 a break', () => {
  it('is opened once, and changed when it differs otherwise', () => {
    given().when(record()).thenFacts(opened);
    given(opened).when(record()).thenNothing();
    given(opened)
      .when(record({ actual: '11', difference: '-1.5' }))
      .thenFacts({
        type: 'BreakChanged',
        data: { breakId, expected: '12.5', actual: '11', difference: '-1.5', changedAt: now },
      });
  });

  it('that was corrected and is found again is open again', () =>
    given(opened, resolved('corrected')).when(record()).thenFacts(reopened()));

  it('that was accepted stays so as long as it is the same difference', () => {
    given(opened, resolved('accepted')).when(record()).thenNothing();
    given(opened, resolved('accepted'))
      .when(record({ actual: '11', difference: '-1.5' }))
      .thenFacts(reopened({ actual: '11', difference: '-1.5' }));
  });

  it('of a balance stays accepted while the balance goes on moving and the drift is as large', () => {
    const moved = record({ kind: 'balance-drift', expected: '100', actual: '99.5' });
    given(opened, resolved('accepted')).when(moved).thenNothing();
    given(opened).when(moved).thenNothing();
    const grown = record({ kind: 'balance-drift', actual: '99', difference: '-1' });
    expect(
      breakDecider.decide(grown, [opened, resolved('accepted')].reduce(breakDecider.evolve, breakDecider.initial)),
    ).toMatchObject({ ok: true, events: [{ type: 'BreakReopened', data: { difference: '-1' } }] });
  });

  it('that is found no more ends by itself, once', () => {
    const clear: BreakCommand = { type: 'ClearBreak', data: { evidence: 'agrees', now } };
    const data = {
      breakId,
      how: 'no-longer-found',
      evidence: 'agrees',
      by: 'reconciliation',
      resolvedAt: now,
    } as const;
    given(opened).when(clear).thenFacts({ type: 'BreakResolved', data });
    given(opened, { type: 'BreakResolved', data }).when(clear).thenNothing();
    given(opened, { type: 'BreakResolved', data }).when(record()).thenFacts(reopened());
  });

  it('is assigned, explained and resolved with evidence', () => {
    const assign: BreakCommand = { type: 'AssignBreak', data: { owner: 'grace', by, now } };
    const assigned: BreakEvent = { type: 'BreakAssigned', data: { breakId, owner: 'grace', by, assignedAt: now } };
    given(opened).when(assign).thenFacts(assigned);
    given(opened, assigned).when(assign).thenNothing();
    given(opened)
      .when({ type: 'ExplainBreak', data: { explanation: 'fee', by, now } })
      .thenFacts({ type: 'BreakExplained', data: { breakId, explanation: 'fee', by, explainedAt: now } });
    given(opened).when(resolve('corrected')).thenFacts(resolved('corrected'));
    given(opened).when(resolve('corrected', ' ')).thenRejects('text-needed', { field: 'evidence' });
    given(opened, resolved('corrected')).when(assign).thenRejects('break-resolved');
    given().when(assign).thenRejects('break-not-found');
  });

  it('is opened again by a person with a reason', () => {
    const reopen = (reason: string): BreakCommand => ({ type: 'ReopenBreak', data: { reason, by, now } });
    given(opened, resolved('accepted'))
      .when(reopen('wrong ticket'))
      .thenFacts(reopened({ reason: 'wrong ticket', by }));
    given(opened, resolved('accepted')).when(reopen('')).thenRejects('text-needed', { field: 'reason' });
    given(opened).when(reopen('x')).thenRejects('break-open');
  });

  it('RS-12 ages in buckets', () =>
    expect([30, 120, 60 * 30, 60 * 100].map((minutes) => ageBucket(minutesAgo(minutes), now))).toEqual([
      'under 1 h',
      'under 1 day',
      '1 to 3 days',
      'over 3 days',
    ]));

  it.each(ageBuckets)('%s is asked for by when it was opened', (bucket) => {
    const { after, until } = openedWithin(bucket, now);
    for (const minutes of [0, 59, 60, 1_439, 1_440, 4_319, 4_320, 99_999]) {
      const at = minutesAgo(minutes);
      const isWithin = (!after || at > after) && (!until || at <= until);
      expect([minutes, isWithin]).toEqual([minutes, ageBucket(at, now) === bucket]);
    }
  });
});
