import { isDeepStrictEqual } from 'node:util';
import { attempts_max } from '../attempts/attempt.js';
import type { DataOf, DomainEvent } from '../decider/decider.js';
import { folds, must, readsBack, type Law, type Rules } from '../decider/laws.fixtures.js';
import { swapCodec } from './swap.codec.js';
import type { SwapCommand, SwapRejection } from './swap.commands.js';
import type { SwapEvent } from './swap.events.js';
import type { Swap } from './swap.state.js';
import { swapDecider } from './swap.js';

export type SwapRules = Rules<SwapCommand, Swap, SwapEvent, SwapRejection>;
type SwapLaw = Law<SwapCommand, Swap, SwapEvent, SwapRejection>;

export const swapRules: SwapRules = { decider: swapDecider, codec: swapCodec, append: 'at-expected-revision' };

/** What may stand after the end of a swap. */
const afterwards: readonly SwapEvent['type'][] = [
  'LateSwapEventRecorded',
  'SwapClosed',
  'SwapReviewRequired',
  'SwapResumed',
];

/** What holds for every swap, judged by its facts alone. */
export const swapLaws = {
  'INV-P4 a swap is bound to at most one provider transaction': ({ facts }) =>
    must(of(facts, 'SwapBound').length <= 1, 'bound twice'),

  'INV-P3 settled and released exclude each other, and happen once': ({ facts }) =>
    must(of(facts, 'SwapSettled').length + of(facts, 'SwapReleased').length <= 1, 'ended twice'),

  'INV-P6 what settles is what was bound, with an output of the asset that was asked for': ({ facts }) => {
    const [request] = of(facts, 'SwapRequested');
    for (const { data, before } of each(facts, 'SwapSettled')) {
      const bound = of(before, 'SwapBound').map(({ providerId }) => providerId);
      must(bound.includes(data.providerId), `settled ${data.providerId}, bound ${bound.join()}`);
      must(data.output.minor > 0n, 'settled without an output');
      must(isDeepStrictEqual(data.output.asset, request?.toAsset), 'settled in another asset');
    }
  },

  'INV-P6 what is bound or settled is, field by field, what was asked for': ({ facts, appends }) => {
    const [request] = of(facts, 'SwapRequested');
    for (const { command, facts: written } of appends) {
      if (of(written, 'SwapBound').length + of(written, 'SwapSettled').length === 0) continue;
      if (!request || !('observed' in command.data)) continue;
      const { providerWalletId, amount, toToken } = command.data.observed;
      must(providerWalletId === request.providerWalletId, 'another wallet');
      must(isDeepStrictEqual(amount, request.amount), 'another amount');
      must(toToken === request.toAsset.token, 'into another token');
    }
  },

  'INV-P2 after the end nothing changes the outcome': ({ facts }) => {
    const end = facts.findIndex(({ type }) => type === 'SwapSettled' || type === 'SwapReleased');
    const after = end < 0 ? [] : facts.slice(end + 1).filter(({ type }) => !afterwards.includes(type));
    must(after.length === 0, `after the end: ${after.map(({ type }) => type).join()}`);
    const rejected = facts.findIndex(({ type }) => type === 'SwapRejected');
    must(rejected < 0 || rejected === facts.length - 1, 'carried on after the rejection');
  },

  'the money is closed once, and only after the end': ({ facts }) => {
    must(of(facts, 'SwapClosed').length <= 1, 'closed twice');
    for (const { before } of each(facts, 'SwapClosed'))
      must(of(before, 'SwapSettled').length + of(before, 'SwapReleased').length === 1, 'closed before its end');
  },

  'attempts are numbered from 1 without a gap, and there are never too many': ({ facts }) => {
    const numbers = of(facts, 'SwapAttemptStarted').map(({ attempt }) => attempt);
    must(
      numbers.every((number, index) => number === index + 1),
      `attempts ${numbers.join()}`,
    );
    must(numbers.length <= attempts_max, `${numbers.length} attempts`);
  },

  'F3.10 no attempt starts while another is pending or accepted': ({ facts }) => {
    for (const { before } of each(facts, 'SwapAttemptStarted')) {
      const open = outcomes(before).filter((outcome) => outcome === 'pending' || outcome === 'accepted');
      must(open.length === 0, `an attempt started while another was ${open.join()}`);
    }
  },

  '§2.3 rule 6 while an outcome is unknown only gate evidence allows another attempt': ({ facts }) => {
    for (const { data, before } of each(facts, 'SwapAttemptStarted'))
      must(!outcomes(before).includes('unknown') || data.gateEvidence !== undefined, 'retried without the gate');
  },

  'a bound swap is released only when that very transaction ended': ({ facts }) => {
    for (const { before } of each(facts, 'SwapReleased')) {
      const [bound] = of(before, 'SwapBound');
      const failed = of(before, 'SwapProviderFailed').map(({ providerId }) => providerId);
      must(!bound || failed.includes(bound.providerId), 'released while the bound transaction may still be made');
    }
  },

  'FR-03 no attempt starts while a person has to look': ({ facts }) => {
    for (const { before } of each(facts, 'SwapAttemptStarted'))
      must(
        before.findLastIndex(({ type }) => type === 'SwapReviewRequired') <=
          before.findLastIndex(({ type }) => type === 'SwapResumed'),
        'an attempt started under review',
      );
  },

  '§2.3 rule 8 a resolution has two people and evidence': ({ facts }) => {
    for (const { resolvedBy, approvedBy, evidence } of of(facts, 'SwapOutcomeResolved'))
      must(resolvedBy !== approvedBy && evidence.trim() !== '', 'resolved by one, or on no evidence');
  },

  'IN-27 a price worse than allowed calls a person in the same append': ({ facts, appends }) => {
    const [request] = of(facts, 'SwapRequested');
    for (const { command, facts: written } of appends)
      for (const { output } of command.type === 'RecordSettled' ? of(written, 'SwapSettled') : []) {
        if (!request?.expectedOutput || request.slippageBpsMax === undefined) continue;
        const missing = (request.expectedOutput.minor - output.minor) * 10_000n;
        const breach = missing > BigInt(request.slippageBpsMax) * request.expectedOutput.minor;
        const called = of(written, 'SwapReviewRequired').some(({ reason }) => reason === 'slippage-exceeded');
        must(breach === called, `breach ${breach}, called ${called}`);
      }
  },

  'PO-21 what is refused, ends unpaid or waits for a person says why, and so does whoever lets it go on': ({
    facts,
  }) => {
    const kinds = ['SwapRejected', 'SwapAttemptDeclined', 'SwapAttemptBlocked', 'SwapReleased'] as const;
    const reasons = [...kinds, 'SwapReviewRequired' as const, 'SwapResumed' as const].flatMap((type) =>
      of(facts, type).map(({ reason }) => reason.trim()),
    );
    must(!reasons.includes(''), 'nobody can explain it');
  },

  'INV-C3 the log read back folds to the same swap': (run, rules) => readsBack(run, rules),

  'every fact can follow on the ones before it': (run) => folds(run),
} satisfies Record<string, SwapLaw>;

function isA<Type extends SwapEvent['type']>(type: Type) {
  return (fact: DomainEvent): fact is { type: Type; data: DataOf<SwapEvent, Type> } => fact.type === type;
}

function of<Type extends SwapEvent['type']>(facts: readonly DomainEvent[], type: Type) {
  return facts.filter(isA(type)).map(({ data }) => data);
}

/** Each fact of a type, with the facts before it. */
function each<Type extends SwapEvent['type']>(facts: readonly SwapEvent[], type: Type) {
  const all: readonly DomainEvent[] = facts;
  return all.filter(isA(type)).map((fact) => ({ data: fact.data, before: facts.slice(0, all.indexOf(fact)) }));
}

/** Where each attempt stands: its last word. */
function outcomes(facts: readonly SwapEvent[]): readonly string[] {
  const words: Partial<Record<SwapEvent['type'], string>> = {
    SwapAttemptStarted: 'pending',
    SwapAttemptAccepted: 'accepted',
    SwapOutcomeUnknown: 'unknown',
    SwapAttemptBlocked: 'blocked',
  };
  const byAttempt = new Map<number, string>();
  for (const { type, data } of facts) {
    const word = words[type];
    if (word && 'attempt' in data) byAttempt.set(data.attempt, word);
  }
  return [...byAttempt.values()];
}
