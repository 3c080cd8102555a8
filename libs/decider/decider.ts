/** What a decision yields: facts to append, or a refusal as a value. Broken invariants throw instead. */
export type Decision<Event, Rejection> =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly rejection: Rejection };

/**
 * A noun's rules without I/O: `decide` says which facts a command causes in a state, `evolve` folds a fact into it.
 * Both are pure: the clock, ids and randomness arrive inside the command.
 */
export interface Decider<Command, State, Event, Rejection> {
  readonly initial: State;
  readonly decide: (command: Command, state: State) => Decision<Event, Rejection>;
  readonly evolve: (state: State, event: Event) => State;
}

/** Every fact of a noun, as a union of these. */
export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

/** The data of one member of a union, by its type: `DataOf<PayoutEvent, 'PayoutSettled'>`. */
export type DataOf<Union extends { type: string; data: object }, Type extends Union['type']> = Extract<
  Union,
  { type: Type }
>['data'];

/** The command is granted; no events means that it had been granted before and nothing is left to do. */
export function accept<Event>(...events: readonly Event[]): { readonly ok: true; readonly events: readonly Event[] } {
  return { ok: true, events };
}

export function reject<Rejection>(rejection: Rejection): { readonly ok: false; readonly rejection: Rejection } {
  return { ok: false, rejection };
}

export function fold<State, Event>(
  decider: Pick<Decider<never, State, Event, unknown>, 'initial' | 'evolve'>,
  events: Iterable<Event>,
): State {
  let state = decider.initial;
  for (const event of events) state = decider.evolve(state, event);
  return state;
}

/** Ends a switch over a union: a forgotten member does not compile. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
