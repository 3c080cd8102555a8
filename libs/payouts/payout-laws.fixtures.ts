import { isDeepStrictEqual } from 'node:util';
import type { DataOf, DomainEvent } from '../decider/decider.js';
import { folds, must, readsBack, type Law, type Rules, type Run } from '../decider/laws.fixtures.js';
import type { ObservedTransaction } from './observed-transaction.js';
import { payoutCodec } from './payout.codec.js';
import type { PayoutCommand, PayoutRejection } from './payout.commands.js';
import type { PayoutEvent, PayoutRequest } from './payout.events.js';
import type { Payout } from './payout.state.js';
import { attempts_max } from '../attempts/attempt.js';
import { payoutDecider } from './payout.js';

export type PayoutRules = Rules<PayoutCommand, Payout, PayoutEvent, PayoutRejection>;
type PayoutLaw = Law<PayoutCommand, Payout, PayoutEvent, PayoutRejection>;
type PayoutRun = Run<PayoutCommand, Payout, PayoutEvent>;

export const payoutRules: PayoutRules = { decider: payoutDecider, codec: payoutCodec, append: 'at-expected-revision' };

/** What holds for every payout, judged by its facts alone, so that no rule of the decider can hide its own defect. */
export const payoutLaws = {
  'INV-P4 a payout is bound to at most one provider transaction': ({ facts }) =>
    must(of(facts, 'PayoutBound').length <= 1, 'bound twice'),

  'INV-P3 settled and released exclude each other, and happen once': ({ facts }) =>
    must(of(facts, 'PayoutSettled').length + of(facts, 'PayoutReleased').length <= 1, 'ended twice'),

  'INV-P6 what settles is what was bound': ({ facts }) => {
    for (const { data, before } of each(facts, 'PayoutSettled')) {
      const bound = of(before, 'PayoutBound').map(({ providerId }) => providerId);
      must(bound.includes(data.providerId), `settled ${data.providerId}, bound ${bound.join()}`);
    }
  },

  'INV-P6 what is bound or settled is, field by field, what was asked for': (run) => {
    const [request] = of(run.facts, 'PayoutRequested');
    for (const { command, facts } of run.appends) {
      const decided = of(facts, 'PayoutBound').length + of(facts, 'PayoutSettled').length > 0;
      if (decided && request && 'observed' in command.data) asAskedFor(command.data.observed, request, run.facts);
    }
  },

  'INV-P2 after the end nothing is recorded but late provider events': ({ facts }) => {
    const end = facts.findIndex(({ type }) => type === 'PayoutSettled' || type === 'PayoutReleased');
    const after = end < 0 ? [] : facts.slice(end + 1).filter(({ type }) => type !== 'LateProviderEventRecorded');
    must(after.length === 0, `after the end: ${after.map(({ type }) => type).join()}`);
    const rejected = facts.findIndex(({ type }) => type === 'PayoutRejected');
    must(rejected < 0 || rejected === facts.length - 1, 'carried on after the rejection');
  },

  'attempts are numbered from 1 without a gap, and there are never too many': ({ facts }) => {
    const numbers = of(facts, 'PayoutAttemptStarted').map(({ attempt }) => attempt);
    must(
      isDeepStrictEqual(
        numbers,
        numbers.map((_, index) => index + 1),
      ),
      `attempts ${numbers.join()}`,
    );
    must(numbers.length <= attempts_max, `${numbers.length} attempts`);
  },

  'F3.10 no attempt starts while another is pending or accepted': ({ facts }) => {
    for (const { before } of each(facts, 'PayoutAttemptStarted')) {
      const open = outcomes(before).filter((outcome) => outcome === 'pending' || outcome === 'accepted');
      must(open.length === 0, `an attempt started while another was ${open.join()}`);
    }
  },

  '§2.3 rule 6 while an outcome is unknown only gate evidence allows another attempt': ({ facts }) => {
    for (const { data, before } of each(facts, 'PayoutAttemptStarted'))
      must(!outcomes(before).includes('unknown') || data.gateEvidence !== undefined, 'retried without the gate');
  },

  'a bound payout is released only when that very transaction ended unpaid': ({ facts }) => {
    for (const { before } of each(facts, 'PayoutReleased')) {
      const [bound] = of(before, 'PayoutBound');
      const failed = of(before, 'PayoutProviderFailed').map(({ providerId }) => providerId);
      must(!bound || failed.includes(bound.providerId), 'released while the bound transaction may still pay');
    }
  },

  'FR-03 no attempt starts while a person has to look': ({ facts }) => {
    for (const { before } of each(facts, 'PayoutAttemptStarted'))
      must(
        before.findLastIndex(({ type }) => type === 'PayoutReviewRequired') <=
          before.findLastIndex(({ type }) => type === 'PayoutResumed'),
        'an attempt started under review',
      );
  },

  'INV-P1 asked for once, reserved once, and nothing is sent before': ({ facts }) => {
    const [first] = facts;
    must(of(facts, 'PayoutRequested').length <= 1, 'asked for twice');
    must(!first || first.type === 'PayoutRequested', `began with ${first?.type}`);
    must(of(facts, 'PayoutFundsReserved').length <= 1, 'reserved twice');
    for (const { before } of each(facts, 'PayoutAttemptStarted'))
      must(of(before, 'PayoutFundsReserved').length === 1, 'sent without a reservation');
  },

  '§2.3 rule 8 a resolution has two people and evidence': ({ facts }) => {
    for (const { resolvedBy, approvedBy, evidence } of of(facts, 'PayoutOutcomeResolved'))
      must(resolvedBy !== approvedBy && evidence.trim() !== '', 'resolved by one, or on no evidence');
  },

  'DW-32 a command that was granted yields nothing more when it is repeated': ({ appends, states }, { decider }) => {
    for (const { command, length } of appends) {
      let state = states[length];
      // The report of a failure that released the payout may be kept once more, as a late event: never twice.
      for (const kept of ['late event', 'nothing']) {
        const again = state && decider.decide(command, state);
        const further = again?.ok ? again.events : [];
        const allowed = kept === 'late event' && further.every(({ type }) => type === 'LateProviderEventRecorded');
        must(further.length === 0 || allowed, `${command.type} was granted twice`);
        state = state && further.reduce(decider.evolve, state);
      }
    }
  },

  'PO-21 what is refused, ends unpaid or waits for a person says why, and so does whoever lets it go on': ({
    facts,
  }) => {
    const kinds = ['PayoutRejected', 'PayoutAttemptDeclined', 'PayoutAttemptBlocked', 'PayoutReleased'] as const;
    const reasons = [...kinds, 'PayoutReviewRequired' as const, 'PayoutResumed' as const].flatMap((type) =>
      of(facts, type).map(({ reason }) => reason.trim()),
    );
    must(!reasons.includes(''), 'nobody can explain it');
  },

  'INV-C3 the log read back folds to the same payout': (run, rules) => readsBack(run, rules),

  'every fact can follow on the ones before it': (run) => folds(run),
} satisfies Record<string, PayoutLaw>;

function isA<Type extends PayoutEvent['type']>(type: Type) {
  return (fact: DomainEvent): fact is { type: Type; data: DataOf<PayoutEvent, Type> } => fact.type === type;
}

function of<Type extends PayoutEvent['type']>(facts: readonly DomainEvent[], type: Type) {
  return facts.filter(isA(type)).map(({ data }) => data);
}

/** Each fact of a type, with the facts before it. */
function each<Type extends PayoutEvent['type']>(facts: readonly PayoutEvent[], type: Type) {
  const all: readonly DomainEvent[] = facts;
  return all.filter(isA(type)).map((fact) => ({ data: fact.data, before: facts.slice(0, all.indexOf(fact)) }));
}

/** Where each attempt stands: its last word. */
function outcomes(facts: readonly PayoutEvent[]): readonly string[] {
  const words: Partial<Record<PayoutEvent['type'], string>> = {
    PayoutAttemptStarted: 'pending',
    PayoutAttemptAccepted: 'accepted',
    PayoutOutcomeUnknown: 'unknown',
    PayoutAttemptBlocked: 'blocked',
  };
  const byAttempt = new Map<number, string>();
  for (const { type, data } of facts) {
    const word = words[type];
    if (word && 'attempt' in data) byAttempt.set(data.attempt, word);
  }
  return [...byAttempt.values()];
}

function asAskedFor(observed: ObservedTransaction, request: PayoutRequest, facts: PayoutRun['facts']): void {
  const [first] = of(facts, 'PayoutAttemptStarted');
  must(observed.providerWalletId === request.providerWalletId, 'another wallet');
  must(observed.amount.minor === request.amount.minor, 'another amount');
  must(isDeepStrictEqual(observed.amount.asset, request.amount.asset), 'another asset');
  must(observed.destination === request.destination, 'another destination');
  must(!first || observed.createdAt.getTime() >= first.startedAt.getTime() - 300_000, 'older than the first attempt');
}
