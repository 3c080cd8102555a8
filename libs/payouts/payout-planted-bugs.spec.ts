import { describe, expect, it } from '@jest/globals';
import { accept } from '../decider/decider.js';
import { LawBroken, violation } from '../decider/laws.fixtures.js';
import type { PayoutCommand } from './payout.commands.js';
import type { PayoutEvent } from './payout.events.js';
import { now, payoutId, request } from './payout.fixtures.js';
import { payoutLaws, payoutRules, type PayoutRules } from './payout-laws.fixtures.js';
import { payoutSteps } from './payout-steps.fixtures.js';
import { latestAttempt } from '../attempts/attempt.js';
import type { Payout } from './payout.state.js';
import { payoutDecider, type PayoutDecision } from './payout.js';

const { decide, evolve } = payoutDecider;

/** The rules, but for one kind of command. */
function deciding<Type extends PayoutCommand['type']>(
  type: Type,
  broken: (command: Extract<PayoutCommand, { type: Type }>, payout: Payout) => PayoutDecision,
): PayoutRules {
  const isOfType = (command: PayoutCommand): command is Extract<PayoutCommand, { type: Type }> => command.type === type;
  const decider = {
    ...payoutDecider,
    decide: (command: PayoutCommand, payout: Payout) =>
      isOfType(command) ? broken(command, payout) : decide(command, payout),
  };
  return { ...payoutRules, decider };
}

/** The rules with a state that does not take in one kind of fact. */
function forgetting(type: PayoutEvent['type']): PayoutRules {
  const forgetful = (payout: Payout, event: PayoutEvent) => (event.type === type ? payout : evolve(payout, event));
  return { ...payoutRules, decider: { ...payoutDecider, evolve: forgetful } };
}

/** Wherever the rules refuse the command with this code, another attempt starts all the same. */
function startingInSpiteOf(code: string): PayoutRules {
  return deciding('StartAttempt', (command, payout) => {
    const decision = decide(command, payout);
    if (decision.ok || decision.rejection.code !== code || !('attempts' in payout)) return decision;
    const attempt = latestAttempt(payout).number + 1;
    const note = `test-${payoutId}-${attempt}`;
    return accept({ type: 'PayoutAttemptStarted', data: { payoutId, attempt, note, claimedBy: 'w', startedAt: now } });
  });
}

const comparingNothing = deciding('BindTransaction', ({ type, data }, payout) => {
  const { providerWalletId, amount, destination } = request;
  const observed = { ...data.observed, providerWalletId, amount, destination };
  return decide({ type, data: { ...data, observed } }, payout);
});

const settlingWhatever = deciding('RecordSettled', ({ type, data }, payout) => {
  if (payout.status !== 'bound') return decide({ type, data }, payout);
  const { observed, evidence } = data;
  const { providerId } = observed;
  return accept({ type: 'PayoutSettled', data: { payoutId, providerId, evidence, settledAt: data.now } });
});

const releasingTheBound = deciding('ResolveOutcome', (command, payout) => {
  const decision = decide(command, payout);
  if (decision.ok || decision.rejection.code !== 'bound-transaction-not-terminal') return decision;
  return accept({
    type: 'PayoutReleased',
    data: { payoutId, failureCode: 'resolved-not-paid', reason: 'statement', releasedAt: now },
  });
});

const resolvingAlone = deciding('ResolveOutcome', (command, payout) => {
  const decision = decide({ ...command, data: { ...command.data, approvedBy: 'somebody else' } }, payout);
  if (!decision.ok) return decision;
  const { approvedBy } = command.data;
  return accept(
    ...decision.events.map(
      (event): PayoutEvent =>
        event.type === 'PayoutOutcomeResolved' ? { ...event, data: { ...event.data, approvedBy } } : event,
    ),
  );
});

const sendingUnreserved = deciding('StartAttempt', (command, payout) =>
  decide(command, payout.status === 'requested' ? { status: 'reserved', request: payout.request } : payout),
);

/** Whatever the provider says, or nothing. */
const decliningWithoutWords = deciding('RecordDeclined', (command, payout) => {
  const decision = decide(command, payout);
  if (!decision.ok) return decision;
  return accept(
    ...decision.events.map(
      (event): PayoutEvent =>
        event.type === 'PayoutReleased' ? { ...event, data: { ...event.data, reason: command.data.reason } } : event,
    ),
  );
});

const resumingSilently = deciding('ResumePayout', ({ type, data }, payout) =>
  decide({ type, data: { ...data, reason: 'none' } }, payout).ok && 'review' in payout && payout.review
    ? accept({ type: 'PayoutResumed', data: { payoutId, by: data.by, reason: data.reason, resumedAt: data.now } })
    : accept(),
);

const numberingAnew: PayoutRules = deciding('StartAttempt', (command, payout) =>
  decide(command, payout.status === 'submitted' ? { status: 'reserved', request: payout.request } : payout),
);

/** A log that comes back with another attempt than was written. */
const misreading: PayoutRules = {
  ...payoutRules,
  codec: {
    ...payoutRules.codec,
    decode: (read) => {
      const event = payoutRules.codec.decode(read);
      return event.type === 'PayoutBound'
        ? { ...event, data: { ...event.data, attempt: event.data.attempt + 1 } }
        : event;
    },
  },
};

const anywhere: PayoutRules = { ...payoutRules, append: 'anywhere' };

const bugs: Readonly<Record<keyof typeof payoutLaws, Readonly<Record<string, PayoutRules>>>> = {
  'INV-P4 a payout is bound to at most one provider transaction': {
    'a state that forgets the binding': forgetting('PayoutBound'),
    'appends at no expected revision': anywhere,
  },
  'INV-P3 settled and released exclude each other, and happen once': {
    'a state that forgets the settlement': forgetting('PayoutSettled'),
    'a state that forgets the release': forgetting('PayoutReleased'),
    'appends at no expected revision': anywhere,
  },
  'INV-P6 what settles is what was bound': { 'settling with any transaction': settlingWhatever },
  'INV-P6 what is bound or settled is, field by field, what was asked for': {
    'binding without comparing': comparingNothing,
    'settling without comparing': settlingWhatever,
  },
  'INV-P2 after the end nothing is recorded but late provider events': {
    'a state that forgets the release': forgetting('PayoutReleased'),
    'a state that forgets the rejection': forgetting('PayoutRejected'),
  },
  'attempts are numbered from 1 without a gap, and there are never too many': {
    'numbering from 1 again': numberingAnew,
    'attempts without end': startingInSpiteOf('attempts-exhausted'),
  },
  'F3.10 no attempt starts while another is pending or accepted': {
    'starting beside an open attempt': startingInSpiteOf('attempt-in-flight'),
    'a state that forgets the acceptance': forgetting('PayoutAttemptAccepted'),
  },
  '§2.3 rule 6 while an outcome is unknown only gate evidence allows another attempt': {
    'trying again without the gate': startingInSpiteOf('gate-not-healthy'),
    'looking at the latest attempt only': deciding('StartAttempt', (command, payout) =>
      decide(command, payout.status === 'submitted' ? { ...payout, attempts: [latestAttempt(payout)] } : payout),
    ),
  },
  'a bound payout is released only when that very transaction ended unpaid': {
    'releasing the bound': releasingTheBound,
    'a state that forgets the binding': forgetting('PayoutBound'),
  },
  'FR-03 no attempt starts while a person has to look': {
    'starting under review': startingInSpiteOf('payout-under-review'),
    'a state that forgets the review': forgetting('PayoutReviewRequired'),
  },
  'INV-P1 asked for once, reserved once, and nothing is sent before': {
    'sending before reserving': sendingUnreserved,
    'a state that forgets the reservation': forgetting('PayoutFundsReserved'),
    'a state that forgets the request': forgetting('PayoutRequested'),
  },
  '§2.3 rule 8 a resolution has two people and evidence': { 'resolving alone': resolvingAlone },
  'DW-32 a command that was granted yields nothing more when it is repeated': {
    'a state that forgets late events': forgetting('LateProviderEventRecorded'),
    'a state that forgets the hash': forgetting('PayoutBroadcast'),
  },
  'PO-21 what is refused, ends unpaid or waits for a person says why, and so does whoever lets it go on': {
    'keeping the words of a refusal that has none': decliningWithoutWords,
    'resuming without a reason': resumingSilently,
  },
  'INV-C3 the log read back folds to the same payout': { 'a codec that misreads a field': misreading },
  'every fact can follow on the ones before it': { 'appends at no expected revision': anywhere },
};

const bugsOf = new Map(Object.entries(bugs));
const planted = Object.entries(payoutLaws).flatMap(([name, law]) =>
  Object.entries(bugsOf.get(name) ?? {}).map(([bug, rules]) => ({ name, law, bug, rules })),
);

describe('a planted bug breaks the law that is there to notice it', () => {
  it.each(planted)('$name: $bug', ({ law, rules }) =>
    expect(violation(law, rules, payoutSteps)).toBeInstanceOf(LawBroken),
  );
});
