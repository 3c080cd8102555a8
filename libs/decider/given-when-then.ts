import { isImmutable } from 'immutable';
import { isDeepStrictEqual } from 'node:util';
import { fold, type Decider, type Decision } from './decider.js';

/** What a `when` yielded, ready to be asserted. Each assertion throws with both sides in its message. */
export interface Outcome<Event, Rejection> {
  readonly thenFacts: (...expected: readonly Event[]) => void;
  readonly thenNothing: () => void;
  readonly thenRejects: (code: RejectionCode<Rejection>, details?: Partial<Rejection>) => void;
  readonly decision: Decision<Event, Rejection>;
}

type RejectionCode<Rejection> = Rejection extends { code: infer Code } ? Code : never;

/**
 * Tests of decisions that read aloud: `given(requested, held).when(settle).thenRejects('hold-not-found')`. The state is
 * frozen to its depth before `decide`, so a decision that changes its state fails.
 */
export function givenWhenThen<Command, State, Event, Rejection extends { code: string }>(
  decider: Decider<Command, State, Event, Rejection>,
) {
  return {
    given: (...history: readonly Event[]) => ({
      when: (command: Command): Outcome<Event, Rejection> => {
        const state = deepFreeze(fold(decider, history));
        return outcome(decider.decide(deepFreeze(command), state));
      },
    }),
  };
}

function outcome<Event, Rejection extends { code: string }>(
  decision: Decision<Event, Rejection>,
): Outcome<Event, Rejection> {
  return {
    decision,
    thenFacts: (...expected) => same(decision.ok ? decision.events : decision, expected),
    thenNothing: () => same(decision, { ok: true, events: [] }),
    thenRejects: (code, details = {}) => {
      if (decision.ok) throw new Error(`Expected the rejection ${code}, got ${show(decision.events)}`);
      same(pick(decision.rejection, ['code', ...Object.keys(details)]), { code, ...details });
    },
  };
}

function pick(from: object, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
}

function same(actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(actual, expected)) return;
  throw new Error(`Expected ${show(expected)}\n     got ${show(actual)}`);
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) => (typeof field === 'bigint' ? `${field}n` : field), 1);
}

export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || isImmutable(value) || Object.isFrozen(value)) return value;
  for (const field of Object.values(value)) deepFreeze(field);
  return Object.freeze(value);
}
