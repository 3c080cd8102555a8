import { describe, expect, it } from '@jest/globals';
import {
  assertLaw,
  folds,
  LawBroken,
  must,
  readsBack,
  violation,
  type Law,
  type Rules,
} from '../decider/laws.fixtures.js';
import { gateCodec } from './gate.codec.js';
import type { GateEvent } from './gate.events.js';
import { gateSteps } from './gate.fixtures.js';
import { gateDecider, type GateCase, type GateCommand, type GateRejection } from './gate.js';

type GateRules = Rules<GateCommand, GateCase, GateEvent, GateRejection>;
type GateLaw = Law<GateCommand, GateCase, GateEvent, GateRejection>;

const gateRules: GateRules = { decider: gateDecider, codec: gateCodec, append: 'at-expected-revision' };
const isVerdict = ({ type }: GateEvent) =>
  /^(?:(?:Withdrawal|Swap|Sweep)Approved|ForeignWithdrawalRejected)$/.test(type);
const isMatch = ({ type }: GateEvent) => type === 'WithdrawalMatched' || type === 'SwapMatched';

/** What holds for every provider transaction, judged by its facts alone. */
const gateLaws = {
  'F4.2 there is one verdict, for ever': ({ facts }) => must(facts.filter(isVerdict).length <= 1, 'two verdicts'),

  'after the verdict nothing is recorded': ({ facts }) => {
    const verdict = facts.findIndex(isVerdict);
    must(verdict < 0 || verdict === facts.length - 1, 'carried on after the verdict');
  },

  'INV-P4 a transaction is matched with one payout or one swap, once': ({ facts }) =>
    must(facts.filter(isMatch).length <= 1, 'matched twice'),

  'INV-P4 what is a payout or a swap is never let through as a sweep': ({ facts }) =>
    must(!facts.some(isMatch) || !facts.some(({ type }) => type === 'SweepApproved'), 'a sweep of its own'),

  'S-14 only what was matched with a swap is approved for that swap': ({ facts }) => {
    for (const [index, fact] of facts.entries()) {
      if (fact.type !== 'SwapApproved') continue;
      const swapIds = facts.slice(0, index).flatMap(({ type, data }) => (type === 'SwapMatched' ? [data.swapId] : []));
      must(swapIds.includes(fact.data.swapId), 'approved for a swap it was not matched with');
    }
  },

  'S-14 only what was matched is approved, for the payout it was matched with': ({ facts }) => {
    for (const [index, fact] of facts.entries()) {
      if (fact.type !== 'WithdrawalApproved') continue;
      const before = facts.slice(0, index);
      const payoutIds = before.flatMap(({ type, data }) => (type === 'WithdrawalMatched' ? [data.payoutId] : []));
      must(payoutIds.includes(fact.data.payoutId), 'approved for a payout it was not matched with');
    }
  },

  'a command that was granted yields nothing more when it is repeated, but for deferring': (run, { decider }) => {
    for (const { command, length } of run.appends) {
      const state = run.states[length];
      const again = state && command.type !== 'DeferVerdict' ? decider.decide(command, state) : undefined;
      must(!again?.ok || again.events.length === 0, `${command.type} was granted twice`);
    }
  },

  'INV-C3 the log read back folds to the same verdict': (run, rules) => readsBack(run, rules),

  'every fact can follow on the ones before it': (run) => folds(run),
} satisfies Record<string, GateLaw>;

const { decide, evolve } = gateDecider;
const forgetting = (type: GateEvent['type']): GateRules => ({
  ...gateRules,
  decider: { ...gateDecider, evolve: (state, event) => (event.type === type ? state : evolve(state, event)) },
});
const deciding = (broken: typeof decide): GateRules => ({ ...gateRules, decider: { ...gateDecider, decide: broken } });
const anywhere: GateRules = { ...gateRules, append: 'anywhere' };
/** Whatever was matched, the payout of the callback is taken to be it. */
const believingTheCallback = deciding((command, state) =>
  decide(
    command,
    command.type === 'ApproveWithdrawal' && 'payoutId' in state ? { ...state, payoutId: command.data.payoutId } : state,
  ),
);
const approvingTheUnseen = deciding((command, state) =>
  decide(
    command,
    command.type === 'ApproveWithdrawal' && state.status === 'unseen'
      ? { status: 'matched', payoutId: command.data.payoutId, attempt: 1 }
      : state,
  ),
);
const approvingAnySwap = deciding((command, state) =>
  decide(
    command,
    command.type === 'ApproveSwap' && state.status !== 'rejected' && state.status !== 'swap-approved'
      ? { status: 'swap-matched', swapId: command.data.swapId, attempt: 1 }
      : state,
  ),
);
const misreading: GateRules = {
  ...gateRules,
  codec: {
    ...gateCodec,
    decode: (read) => {
      const event = gateCodec.decode(read);
      return event.type === 'WithdrawalMatched' ? { ...event, data: { ...event.data, payoutId: 'po_9' } } : event;
    },
  },
};
const unfoldable: GateRules = {
  ...gateRules,
  decider: {
    ...gateDecider,
    evolve: (state, event) => {
      if (state.status === 'matched' && event.type === 'VerdictDeferred') throw new Error('cannot follow');
      return evolve(state, event);
    },
  },
};

const bugs: Readonly<Record<keyof typeof gateLaws, Readonly<Record<string, GateRules>>>> = {
  'F4.2 there is one verdict, for ever': {
    'a state that forgets the yes': forgetting('WithdrawalApproved'),
    'a state that forgets the yes to a swap': forgetting('SwapApproved'),
    'a state that forgets the yes to a sweep': forgetting('SweepApproved'),
    'a state that forgets the no': forgetting('ForeignWithdrawalRejected'),
    'appends at no expected revision': anywhere,
  },
  'after the verdict nothing is recorded': {
    'a state that forgets the no': forgetting('ForeignWithdrawalRejected'),
    'appends at no expected revision': anywhere,
  },
  'INV-P4 a transaction is matched with one payout or one swap, once': {
    'a state that forgets the match': forgetting('WithdrawalMatched'),
    'a state that forgets the match with a swap': forgetting('SwapMatched'),
    'appends at no expected revision': anywhere,
  },
  'INV-P4 what is a payout or a swap is never let through as a sweep': {
    'a state that forgets the match': forgetting('WithdrawalMatched'),
    'a state that forgets the match with a swap': forgetting('SwapMatched'),
    'a state that forgets the sweep': forgetting('SweepApproved'),
  },
  'S-14 only what was matched with a swap is approved for that swap': {
    'approving whatever swap is named': approvingAnySwap,
  },
  'S-14 only what was matched is approved, for the payout it was matched with': {
    'believing the callback': believingTheCallback,
    'approving what was never matched': approvingTheUnseen,
  },
  'a command that was granted yields nothing more when it is repeated, but for deferring': {
    'a state that forgets the match': forgetting('WithdrawalMatched'),
  },
  'INV-C3 the log read back folds to the same verdict': { 'a codec that misreads a field': misreading },
  'every fact can follow on the ones before it': { 'a state that refuses what was decided': unfoldable },
};
const bugsOf = new Map(Object.entries(bugs));
const planted = Object.entries(gateLaws).flatMap(([name, law]) =>
  Object.entries(bugsOf.get(name) ?? {}).map(([bug, rules]) => ({ name, law, bug, rules })),
);

describe('F4.3 laws of the gate, over any interleaving of two gate processes’ commands', () => {
  it.each(Object.entries(gateLaws))('%s', (_, law) => assertLaw(law, gateRules, gateSteps));
});

describe('a planted bug breaks the law that is there to notice it', () => {
  it.each(planted)('$name: $bug', ({ law, rules }) =>
    expect(violation(law, rules, gateSteps)).toBeInstanceOf(LawBroken),
  );
});
