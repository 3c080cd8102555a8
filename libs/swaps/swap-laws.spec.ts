import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { latestAttempt } from '../attempts/attempt.js';
import { accept } from '../decider/decider.js';
import { assertLaw, LawBroken, play, violation } from '../decider/laws.fixtures.js';
import type { SwapCommand } from './swap.commands.js';
import type { SwapEvent } from './swap.events.js';
import { historyOf, now, request, swapFacts, swapId } from './swap.fixtures.js';
import { swapDecider, type SwapDecision } from './swap.js';
import { swapLaws, swapRules, type SwapRules } from './swap-laws.fixtures.js';
import type { Swap } from './swap.state.js';
import { swapSteps } from './swap-steps.fixtures.js';

describe('laws of a swap, over any interleaving of two actors’ commands', () => {
  it.each(Object.entries(swapLaws))('%s', (_, law) => assertLaw(law, swapRules, swapSteps));

  it('the runs reach every fact and every status, so no law holds for want of cases', () => {
    const reached = new Set<string>();
    for (const steps of fc.sample(swapSteps, { numRuns: 3_000, seed: 20_260_105 })) {
      const { facts, states } = play(swapRules, steps);
      for (const { type } of facts) reached.add(type);
      for (const { status } of states) reached.add(status);
    }
    expect([...Object.keys(swapFacts), ...Object.keys(historyOf)].filter((name) => !reached.has(name))).toEqual([]);
  });
});

const { decide, evolve } = swapDecider;

/** The rules, but for one kind of command. */
function deciding<Type extends SwapCommand['type']>(
  type: Type,
  broken: (command: Extract<SwapCommand, { type: Type }>, swap: Swap) => SwapDecision,
): SwapRules {
  const isOfType = (command: SwapCommand): command is Extract<SwapCommand, { type: Type }> => command.type === type;
  const decider = {
    ...swapDecider,
    decide: (command: SwapCommand, swap: Swap) => (isOfType(command) ? broken(command, swap) : decide(command, swap)),
  };
  return { ...swapRules, decider };
}

/** The rules with a state that does not take in one kind of fact. */
function forgetting(type: SwapEvent['type']): SwapRules {
  const forgetful = (swap: Swap, event: SwapEvent) => (event.type === type ? swap : evolve(swap, event));
  return { ...swapRules, decider: { ...swapDecider, evolve: forgetful } };
}

/** Wherever the rules refuse the command with this code, another attempt starts all the same. */
function startingInSpiteOf(code: string): SwapRules {
  return deciding('StartAttempt', (command, swap) => {
    const decision = decide(command, swap);
    if (decision.ok || decision.rejection.code !== code || !('attempts' in swap)) return decision;
    const attempt = latestAttempt(swap).number + 1;
    const note = `test-${swapId}-${attempt}`;
    return accept({ type: 'SwapAttemptStarted', data: { swapId, attempt, note, claimedBy: 'w', startedAt: now } });
  });
}

const comparingNothing = deciding('BindTransaction', ({ type, data }, swap) => {
  const { providerWalletId, amount, toAsset } = request;
  const { token: toToken } = toAsset;
  return decide({ type, data: { ...data, observed: { ...data.observed, providerWalletId, amount, toToken } } }, swap);
});

const settlingWithWhatever = deciding('RecordSettled', (command, swap) => {
  const decision = decide(command, swap);
  const output = command.data.output ?? request.amount;
  if (decision.ok || swap.status !== 'bound') return decision;
  const { providerId } = command.data.observed;
  return accept({ type: 'SwapSettled', data: { swapId, providerId, output, evidence: 'none', settledAt: now } });
});

const resolvingAlone = deciding('ResolveOutcome', (command, swap) => {
  const decision = decide({ ...command, data: { ...command.data, approvedBy: 'somebody else' } }, swap);
  if (!decision.ok) return decision;
  const { approvedBy } = command.data;
  return accept(
    ...decision.events.map(
      (event): SwapEvent =>
        event.type === 'SwapOutcomeResolved' ? { ...event, data: { ...event.data, approvedBy } } : event,
    ),
  );
});

const releasingTheBound = deciding('ResolveOutcome', (command, swap) => {
  const decision = decide(command, swap);
  if (decision.ok || decision.rejection.code !== 'bound-transaction-not-terminal') return decision;
  const failureCode = 'resolved-not-swapped';
  return accept({ type: 'SwapReleased', data: { swapId, failureCode, reason: 'statement', releasedAt: now } });
});

const lookingAway = deciding('RecordSettled', (command, swap) => {
  const decision = decide(command, swap);
  return decision.ok ? accept(...decision.events.filter(({ type }) => type !== 'SwapReviewRequired')) : decision;
});

/** Whatever the provider says, or nothing. */
const decliningWithoutWords = deciding('RecordDeclined', (command, swap) => {
  const decision = decide(command, swap);
  if (!decision.ok) return decision;
  return accept(
    ...decision.events.map(
      (event): SwapEvent =>
        event.type === 'SwapReleased' ? { ...event, data: { ...event.data, reason: command.data.reason } } : event,
    ),
  );
});

const resumingSilently = deciding('ResumeSwap', ({ type, data }, swap) =>
  decide({ type, data: { ...data, reason: 'none' } }, swap).ok && 'review' in swap && swap.review
    ? accept({ type: 'SwapResumed', data: { swapId, by: data.by, reason: data.reason, resumedAt: data.now } })
    : accept(),
);

const numberingAnew = deciding('StartAttempt', (command, swap) =>
  decide(command, swap.status === 'submitted' ? { status: 'reserved', request: swap.request } : swap),
);

const misreading: SwapRules = {
  ...swapRules,
  codec: {
    ...swapRules.codec,
    decode: (read) => {
      const event = swapRules.codec.decode(read);
      return event.type === 'SwapBound' ? { ...event, data: { ...event.data, providerId: 'tx-9' } } : event;
    },
  },
};

const anywhere: SwapRules = { ...swapRules, append: 'anywhere' };

const bugs: Readonly<Record<keyof typeof swapLaws, Readonly<Record<string, SwapRules>>>> = {
  'INV-P4 a swap is bound to at most one provider transaction': {
    'a state that forgets the binding': forgetting('SwapBound'),
    'appends at no expected revision': anywhere,
  },
  'INV-P3 settled and released exclude each other, and happen once': {
    'a state that forgets the settlement': forgetting('SwapSettled'),
    'a state that forgets the release': forgetting('SwapReleased'),
    'appends at no expected revision': anywhere,
  },
  'INV-P6 what settles is what was bound, with an output of the asset that was asked for': {
    'settling with whatever comes': settlingWithWhatever,
  },
  'INV-P6 what is bound or settled is, field by field, what was asked for': {
    'binding without comparing': comparingNothing,
    'settling without comparing': settlingWithWhatever,
  },
  'INV-P2 after the end nothing changes the outcome': {
    'a state that forgets the release': forgetting('SwapReleased'),
    'a state that forgets the rejection': forgetting('SwapRejected'),
  },
  'the money is closed once, and only after the end': { 'a state that forgets the close': forgetting('SwapClosed') },
  'attempts are numbered from 1 without a gap, and there are never too many': {
    'numbering from 1 again': numberingAnew,
    'attempts without end': startingInSpiteOf('attempts-exhausted'),
  },
  'F3.10 no attempt starts while another is pending or accepted': {
    'starting beside an open attempt': startingInSpiteOf('attempt-in-flight'),
    'a state that forgets the acceptance': forgetting('SwapAttemptAccepted'),
  },
  '§2.3 rule 6 while an outcome is unknown only gate evidence allows another attempt': {
    'trying again without the gate': startingInSpiteOf('gate-not-healthy'),
  },
  'a bound swap is released only when that very transaction ended': {
    'releasing the bound': releasingTheBound,
  },
  'FR-03 no attempt starts while a person has to look': {
    'starting under review': startingInSpiteOf('swap-under-review'),
    'a state that forgets the review': forgetting('SwapReviewRequired'),
  },
  '§2.3 rule 8 a resolution has two people and evidence': { 'resolving alone': resolvingAlone },
  'IN-27 a price worse than allowed calls a person in the same append': { 'looking away': lookingAway },
  'PO-21 what is refused, ends unpaid or waits for a person says why, and so does whoever lets it go on': {
    'keeping the words of a refusal that has none': decliningWithoutWords,
    'resuming without a reason': resumingSilently,
  },
  'INV-C3 the log read back folds to the same swap': { 'a codec that misreads a field': misreading },
  'every fact can follow on the ones before it': { 'appends at no expected revision': anywhere },
};

const bugsOf = new Map(Object.entries(bugs));
const planted = Object.entries(swapLaws).flatMap(([name, law]) =>
  Object.entries(bugsOf.get(name) ?? {}).map(([bug, rules]) => ({ name, law, bug, rules })),
);

describe('a planted bug breaks the law that is there to notice it', () => {
  it.each(planted)('$name: $bug', ({ law, rules }) =>
    expect(violation(law, rules, swapSteps)).toBeInstanceOf(LawBroken),
  );
});
