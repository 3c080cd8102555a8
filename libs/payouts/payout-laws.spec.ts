import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { assertLaw, play } from '../decider/laws.fixtures.js';
import type { PayoutRejection } from './payout.commands.js';
import { historyOf, payoutFacts } from './payout.fixtures.js';
import { payoutLaws, payoutRules } from './payout-laws.fixtures.js';
import { payoutSteps } from './payout-steps.fixtures.js';

const rejectionCodes: Readonly<Record<PayoutRejection['code'], true>> = {
  'idempotency-conflict': true,
  'payout-not-in-status': true,
  'payout-under-review': true,
  'attempt-in-flight': true,
  'attempts-exhausted': true,
  'attempt-not-found': true,
  'gate-not-healthy': true,
  'bound-to-another-transaction': true,
  'transaction-not-ours': true,
  'transaction-differs': true,
  'bound-transaction-not-terminal': true,
  'two-people-needed': true,
  'evidence-needed': true,
};

describe('laws of a payout, over any interleaving of two actors’ commands', () => {
  it.each(Object.entries(payoutLaws))('%s', (_, law) => assertLaw(law, payoutRules, payoutSteps));

  it('the runs reach every fact, every status and every refusal, so no law holds for want of cases', () => {
    const samples = fc.sample(payoutSteps, { numRuns: 3_000, seed: 20_260_105 });
    const reached = new Set<string>();
    for (const steps of samples) {
      const { facts, states } = play(payoutRules, steps);
      for (const { type } of facts) reached.add(type);
      for (const { status } of states) reached.add(status);
      for (const { command } of steps)
        for (const state of states) {
          const decision = payoutRules.decider.decide(command, state);
          if (!decision.ok) reached.add(decision.rejection.code);
        }
    }
    const wanted = [...Object.keys(payoutFacts), ...Object.keys(historyOf), ...Object.keys(rejectionCodes)];
    expect(wanted.filter((name) => !reached.has(name))).toEqual([]);
  });
});
