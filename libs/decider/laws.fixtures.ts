import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { scaled } from '#test/support/scale.js';
import type { EventCodec } from './codec.js';
import type { Decider } from './decider.js';
import type { JsonObject } from './json.js';

/** What one actor does: look at the stream or not, decide on what it saw last, and append what it decided. */
export interface Step<Command> {
  readonly actor: number;
  readonly looks: boolean;
  readonly command: Command;
}

/** Everything that a noun's facts come from. The laws take it as a parameter, so that a planted bug can be given. */
export interface Rules<Command, State, Event, Rejection> {
  readonly decider: Decider<Command, State, Event, Rejection>;
  readonly codec: EventCodec<Event>;
  /** `anywhere` appends wherever the stream is by now: what the store must never be asked for. */
  readonly append: 'at-expected-revision' | 'anywhere';
}

interface Appended<Command, Event> {
  readonly command: Command;
  readonly facts: readonly Event[];
  /** How many facts the stream held afterwards. */
  readonly length: number;
}

/** A stream as several actors wrote it. */
export interface Run<Command, State, Event> {
  readonly facts: readonly Event[];
  /** By how many facts they are folded of. */
  readonly states: readonly State[];
  readonly appends: readonly Appended<Command, Event>[];
  /** Why the stream cannot be folded to its end. */
  readonly brokenBy?: unknown;
}

export type Law<Command, State, Event, Rejection> = (
  run: Run<Command, State, Event>,
  rules: Rules<Command, State, Event, Rejection>,
) => void;

export class LawBroken extends Error {
  override readonly name = 'LawBroken';
}

export function must(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new LawBroken(otherwise);
}

/** Runs the steps against one stream in memory, as the command handlers do against the store: load, decide, append. */
export function play<Command, State, Event, Rejection>(
  { decider, append }: Rules<Command, State, Event, Rejection>,
  steps: readonly Step<Command>[],
): Run<Command, State, Event> {
  const facts: Event[] = [];
  const states = [decider.initial];
  const appends: Appended<Command, Event>[] = [];
  const seen = new Map<number, number>();
  const decideAt = (command: Command, length: number) => decider.decide(command, states[length] ?? decider.initial);
  for (const { actor, looks, command } of steps) {
    const expected = looks ? facts.length : (seen.get(actor) ?? 0);
    const conflict = append === 'at-expected-revision' && expected !== facts.length;
    const first = decideAt(command, expected);
    // A conflict is answered by loading and deciding again, unless there was nothing to append.
    const decision = conflict && first.ok && first.events.length > 0 ? decideAt(command, facts.length) : first;
    if (decision.ok && decision.events.length > 0) {
      facts.push(...decision.events);
      appends.push({ command, facts: decision.events, length: facts.length });
      const brokenBy = foldOn(decider, states, decision.events);
      if (brokenBy) return { facts, states, appends, brokenBy };
      seen.set(actor, facts.length);
    } else seen.set(actor, expected);
  }
  return { facts, states, appends };
}

/** Adds the state after each fact; yields what a fact that cannot follow threw. */
function foldOn<State, Event>(
  { initial, evolve }: Pick<Decider<never, State, Event, unknown>, 'initial' | 'evolve'>,
  states: State[],
  facts: readonly Event[],
): unknown {
  let state = states.at(-1) ?? initial;
  try {
    for (const fact of facts) {
      state = evolve(state, fact);
      states.push(state);
    }
    return undefined;
  } catch (error) {
    return error;
  }
}

/** What the store gives back for a fact: encoded, through JSON text, decoded. */
export function stored<Event>(codec: EventCodec<Event>, fact: Event): Event {
  const { type, data } = codec.encode(fact);
  const read: JsonObject = JSON.parse(JSON.stringify(data));
  return codec.decode({ type, data: read });
}

/** INV-C3: the law that a log which is read back folds to the state that its writers had. */
export function readsBack<Command, State, Event, Rejection>(
  { facts, states }: Run<Command, State, Event>,
  { decider, codec }: Rules<Command, State, Event, Rejection>,
): void {
  const readBack = facts.map((fact) => stored(codec, fact)).reduce(decider.evolve, decider.initial);
  must(isDeepStrictEqual(plain(readBack), plain(states.at(-1))), 'another state was read back');
}

/** The law that every fact can follow on the ones before it. */
export function folds<Command, State, Event>({ brokenBy }: Run<Command, State, Event>): void {
  must(brokenBy === undefined, String(brokenBy));
}

/** As plain JSON: fields that are undefined and fields that are absent are the same. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, field: unknown) => (typeof field === 'bigint' ? `${field}n` : field)));
}

/** Enough for every planted bug to be noticed. */
const runs = scaled(1_000);

/** Holds the law against many runs. @throws with the smallest run that breaks it, and its seed. */
export function assertLaw<Command, State, Event, Rejection>(
  law: Law<Command, State, Event, Rejection>,
  rules: Rules<Command, State, Event, Rejection>,
  steps: fc.Arbitrary<readonly Step<Command>[]>,
): void {
  fc.assert(
    fc.property(steps, (sequence) => law(play(rules, sequence), rules)),
    { numRuns: runs },
  );
}

/** How the law breaks for rules with a planted bug, or undefined when it does not notice the bug. */
export function violation<Command, State, Event, Rejection>(
  law: Law<Command, State, Event, Rejection>,
  rules: Rules<Command, State, Event, Rejection>,
  steps: fc.Arbitrary<readonly Step<Command>[]>,
): unknown {
  const property = fc.property(steps, (sequence) => law(play(rules, sequence), rules));
  return fc.check(property, { numRuns: runs, seed: 20_260_105, endOnFailure: true }).errorInstance;
}
