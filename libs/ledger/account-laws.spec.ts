import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { accept } from '../decider/decider.js';
import { assertLaw, LawBroken, play, violation } from '../decider/laws.fixtures.js';
import { add, money, type Money } from '../money/money.js';
import type { AccountEvent } from './account.events.js';
import { accountFacts, accountSteps, usdt, walletId } from './account.fixtures.js';
import { accountLaws, accountRules, type AccountRules } from './account-laws.fixtures.js';
import { available, external, reserved } from './account-name.js';
import type { AccountCommand } from './account.commands.js';
import type { Account } from './account.state.js';

const { decide, evolve } = accountRules.decider;
const withDecide = (broken: typeof decide): AccountRules => ({
  ...accountRules,
  decider: { ...accountRules.decider, decide: broken },
});
const withEvolve = (broken: typeof evolve): AccountRules => ({
  ...accountRules,
  decider: { ...accountRules.decider, evolve: broken },
});

/** The rules, but every fact of a type comes out changed. */
const changing = <Type extends AccountEvent['type']>(
  type: Type,
  change: (fact: Extract<AccountEvent, { type: Type }>) => AccountEvent,
) => {
  const isOfType = (fact: AccountEvent): fact is Extract<AccountEvent, { type: Type }> => fact.type === type;
  return withDecide((command, account) => {
    const decision = decide(command, account);
    return decision.ok ? accept(...decision.events.map((fact) => (isOfType(fact) ? change(fact) : fact))) : decision;
  });
};

const oneMore = (amount: Money) => add(amount, money(usdt, 1n));
const coveringAnything = withDecide((command, account) =>
  decide(command, command.type === 'Hold' ? { ...account, available: command.data.amount } : account),
);
const postingOneMore = changing('HoldCaptured', ({ type, data }) => ({
  type,
  data: { ...data, postings: data.postings.map((posting) => ({ ...posting, amount: oneMore(posting.amount) })) },
}));
const capturingOneMore = changing('HoldCaptured', ({ type, data }) => ({
  type,
  data: {
    ...data,
    amount: oneMore(data.amount),
    postings: [{ from: reserved(walletId), to: external('tron'), amount: oneMore(data.amount) }],
  },
}));
const releasingWithoutPosting = changing('HoldReleased', ({ type, data }) => ({
  type,
  data: { ...data, postings: [] },
}));
const postingInAnotherAsset = changing('FundsHeld', ({ type, data }) => {
  const amount = money({ ...usdt, decimals: 18 }, data.amount.minor);
  return { type, data: { ...data, postings: [{ from: available(walletId), to: reserved(walletId), amount }] } };
});
const keepingHoldsOpen = withEvolve((account, fact) => ({ ...evolve(account, fact), ...reopened(account, fact) }));
const forgettingClosedHolds = withEvolve((account, fact) => {
  const after = evolve(account, fact);
  return { ...after, holds: after.holds.filter(({ status }) => status === 'held') };
});
const forgettingReferences = withEvolve((account, fact) => ({
  ...evolve(account, fact),
  credits: account.credits.clear(),
}));
const forgettingDebits = withEvolve((account, fact) => ({ ...evolve(account, fact), debits: account.debits.clear() }));
const forgettingCancelled = withEvolve((account, fact) => {
  const after = evolve(account, fact);
  return { ...after, incomings: after.incomings.filter(({ status }) => status !== 'cancelled') };
});
const forgettingOwed = withEvolve((account, fact) => {
  const after = evolve(account, fact);
  return { ...after, incomings: after.incomings.map(({ amount, status }) => ({ amount, status })) };
});
const debitingAnything = withDecide((command, account) =>
  decide(command, command.type === 'Debit' ? { ...account, available: command.data.amount } : account),
);
const reopeningAnything = withDecide((command, account) => {
  if (command.type !== 'ReopenIncoming') return decide(command, account);
  const { from: cancelledTo } = command.data;
  const incomings = account.incomings.map(({ amount }) => ({ amount, status: 'cancelled' as const, cancelledTo }));
  return decide(command, { ...account, incomings });
});
const forgettingReleases = withEvolve((account, fact) =>
  fact.type === 'HoldReleased' ? account : evolve(account, fact),
);
const capturingAfterRelease = withDecide((command: AccountCommand, account: Account) =>
  decide(command, command.type === 'CaptureHold' ? { ...account, holds: asHeld(account) } : account),
);
const misreading: AccountRules = {
  ...accountRules,
  codec: {
    ...accountRules.codec,
    decode: (read) => {
      const fact = accountRules.codec.decode(read);
      return fact.type === 'FundsHeld' ? { ...fact, data: { ...fact.data, amount: oneMore(fact.data.amount) } } : fact;
    },
  },
};
const unfoldable = withEvolve((account, fact) => {
  if (account.reserved.minor > 0n && fact.type === 'AccountCredited') throw new Error('cannot follow');
  return evolve(account, fact);
});
const anywhere: AccountRules = { ...accountRules, append: 'anywhere' };

function asHeld({ holds }: Account): Account['holds'] {
  return holds.map((each) => ({ ...each, status: 'held' as const }));
}

function reopened(account: Account, fact: AccountEvent): Partial<Account> {
  return fact.type === 'HoldCaptured' || fact.type === 'HoldReleased' ? { holds: account.holds } : {};
}

const bugs: Readonly<Record<keyof typeof accountLaws, Readonly<Record<string, AccountRules>>>> = {
  'INV-L4 available, reserved and incoming are never negative, at any prefix': {
    'holding without asking what is there': coveringAnything,
    'debiting what is not there': debitingAnything,
    'capturing what was released': capturingAfterRelease,
    'appends at no expected revision': anywhere,
  },
  'INV-L1 INV-L3 INV-L5 each fact moves exactly its amount, of the account’s asset, between accounts': {
    'posting one more than the fact says': postingOneMore,
    'a release without a posting': releasingWithoutPosting,
    'posting another asset': postingInAnotherAsset,
  },
  'INV-L2 the balances of the account are the sums of its postings, at any prefix': {
    'a state that forgets releases': forgettingReleases,
    'posting one more than the fact says': postingOneMore,
  },
  'reserved is the sum of the open holds': { 'capturing one more than was held': capturingOneMore },
  'a hold is captured or released, never both, and once': {
    'a state that keeps holds open': keepingHoldsOpen,
    'capturing what was released': capturingAfterRelease,
    'appends at no expected revision': anywhere,
  },
  'INV-P1 the money of a payout is held once, even after its hold was closed': {
    'a state that forgets closed holds': forgettingClosedHolds,
    'appends at no expected revision': anywhere,
  },
  'DW-32 a reference is credited once, and debited once': {
    'a state that forgets references': forgettingReferences,
    'a state that forgets debits': forgettingDebits,
  },
  'DW-32 what comes in is detected once, and what was cancelled comes back by being reopened only': {
    'a state that forgets what was cancelled': forgettingCancelled,
    'a decision that reopens anything': reopeningAnything,
  },
  'F5.9 what is owed for what was held back is repaid when it is confirmed, and no more': {
    'a state that forgets what is owed': forgettingOwed,
  },
  'DW-32 a command that was granted yields nothing more when it is repeated': {
    'a state that forgets references': forgettingReferences,
    'a state that forgets closed holds': forgettingClosedHolds,
  },
  'INV-C3 the log read back folds to the same account': { 'a codec that misreads an amount': misreading },
  'every fact can follow on the ones before it': { 'a state that refuses what was decided': unfoldable },
};
const bugsOf = new Map(Object.entries(bugs));
const planted = Object.entries(accountLaws).flatMap(([name, law]) =>
  Object.entries(bugsOf.get(name) ?? {}).map(([bug, rules]) => ({ name, law, bug, rules })),
);

describe('F1.8 laws of an account, over any interleaving of two actors’ commands', () => {
  it.each(Object.entries(accountLaws))('%s', (_, law) => assertLaw(law, accountRules, accountSteps));

  it('the runs reach every fact and every refusal, so no law holds for want of cases', () => {
    const reached = new Set<string>();
    for (const steps of fc.sample(accountSteps, { numRuns: 500, seed: 20_260_105 })) {
      const { facts, states } = play(accountRules, steps);
      for (const { type } of facts) reached.add(type);
      for (const { command } of steps)
        for (const state of states) {
          const decision = decide(command, state);
          if (!decision.ok) reached.add(decision.rejection.code);
        }
    }
    const refusals = ['amount-not-positive', 'insufficient-funds', 'hold-exists-with-other-amount', 'hold-not-found'];
    const closed = ['hold-already-captured', 'hold-already-released'];
    const arrivals = ['exists-with-other-amount', 'not-found', 'already-available', 'already-cancelled'];
    const incomings = arrivals.map((code) => `incoming-${code}`);
    const wanted = [...Object.keys(accountFacts), ...refusals, ...closed, ...incomings];
    expect([...reached].sort()).toEqual(wanted.sort());
  });
});

describe('a planted bug breaks the law that is there to notice it', () => {
  it.each(planted)('$name: $bug', ({ law, rules }) =>
    expect(violation(law, rules, accountSteps)).toBeInstanceOf(LawBroken),
  );
});
