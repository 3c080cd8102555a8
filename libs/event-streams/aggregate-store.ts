import { v5 as uuidOf } from 'uuid';
import type { EventCodec } from '#libs/decider/codec.js';
import type { Decider } from '#libs/decider/decider.js';
import type { Ids } from '#libs/platform/ids.js';
import { AggregateCache, type Versioned } from './aggregate.cache.js';
import { pause } from './deadline.js';
import { RevisionConflict, RevisionGap, StoreUnavailable } from './event-streams.errors.js';
import {
  onBehalfOf,
  type EventMetadata,
  type EventStreams,
  type ExpectedRevision,
  type NewEvent,
  type StoredEvent,
} from './event-streams.js';
import { KeyedQueue } from './keyed-queue.js';
import { backOff } from './timing.js';

/** How often one execution decides again because another process wrote first; then RevisionConflict is thrown. */
const conflictRetriesMax = 30;
/** States of this many streams are kept. */
const cachedStreamsMax = 10_000;
/** Executions of one stream under way or waiting in this process; the next is refused (F1.10). */
const waitingPerStreamMax = 1_000;

type Codec<Event> = Pick<EventCodec<Event>, 'encode' | 'decode'>;

/** How a stream is folded and read. */
interface Aggregate<State, Event> {
  readonly streamName: string;
  readonly decider: Pick<Decider<never, State, Event, unknown>, 'initial' | 'evolve'>;
  readonly codec: Codec<Event>;
}

export interface Execution<Command, State, Event, Rejection> {
  readonly streamName: string;
  readonly decider: Decider<Command, State, Event, Rejection>;
  readonly codec: Codec<Event>;
  readonly command: Command;
  /** Stands on every event that the command causes. */
  readonly metadata: EventMetadata;
  /**
   * Whose aggregate it is, out of its state after the command, or before it: goes into metadata that does not say (IN-02).
   * Asked only when there is something to append.
   */
  readonly operatorOf?: (after: State, before: State) => string | undefined | Promise<string | undefined>;
}

/** The state and revision after the command; `events` are what it caused, none when it had been granted before. */
export type Executed<State, Event, Rejection> = Versioned<State> &
  (
    | { readonly outcome: 'accepted'; readonly events: readonly Event[] }
    | { readonly outcome: 'rejected'; readonly rejection: Rejection }
  );

/** A state, and whether it was read from the store after the execution began. */
interface Known<State> extends Versioned<State> {
  readonly fresh: boolean;
}

/** Loads, decides and appends: one noun's stream at one revision, so that of two competitors one wins. */
export class AggregateStore {
  private readonly cache = new AggregateCache(cachedStreamsMax);
  /** Executions of this process take turns instead of conflicting with each other. */
  private readonly turns = new KeyedQueue(
    waitingPerStreamMax,
    (streamName) => new StoreUnavailable(`${waitingPerStreamMax} commands wait for ${streamName}`),
  );

  constructor(
    private readonly streams: EventStreams,
    private readonly ids: Ids,
  ) {}

  /** The state as it is in the store now. @throws StoreUnavailable, StreamDeleted, RevisionGap and the codec's errors. */
  async load<State, Event>(
    streamName: string,
    decider: Aggregate<State, Event>['decider'],
    codec: Codec<Event>,
  ): Promise<Versioned<State>> {
    const { state, revision } = await this.refresh({ streamName, decider, codec });
    return { state, revision };
  }

  /**
   * Decides on the cached state first. Facts are checked by the exact revision of the append. A rejection, and a
   * command that turns out to be granted already, are answers about a state and append nothing that would check it,
   * so they are only given about a state that was read after the execution began.
   *
   * @throws RevisionConflict after `conflictRetriesMax`; StoreUnavailable when the store did not answer: the facts may
   * have been appended, and the same command must find that out when it is executed again.
   */
  async execute<Command, State, Event, Rejection>(
    execution: Execution<Command, State, Event, Rejection>,
  ): Promise<Executed<State, Event, Rejection>> {
    return this.turns.run(execution.streamName, async () => this.decideUntilSettled(execution));
  }

  private async decideUntilSettled<Command, State, Event, Rejection>(
    execution: Execution<Command, State, Event, Rejection>,
  ): Promise<Executed<State, Event, Rejection>> {
    const executionId = this.ids.uuid();
    let known = this.cached(execution) ?? (await this.refresh(execution));
    for (let conflicts = 0; ; ) {
      const decision = execution.decider.decide(execution.command, known.state);
      if (!decision.ok || decision.events.length === 0) {
        const { fresh, ...versioned } = known;
        if (fresh) return answerOf(versioned, decision);
        known = await this.refresh(execution);
        continue;
      }
      const settled = await this.append(execution, { executionId, known, events: decision.events });
      if (!(settled instanceof RevisionConflict)) return settled;
      if (++conflicts > conflictRetriesMax) throw settled;
      await pause(backOff(conflicts, 4, 100));
      known = await this.refresh(execution, settled);
    }
  }

  private cached<State, Event>({ streamName, decider }: Aggregate<State, Event>): Known<State> | undefined {
    const versioned = this.cache.get(streamName, decider.evolve);
    return versioned && { ...versioned, fresh: false };
  }

  /**
   * Event ids are made of the execution and the place in it: an append repeated after an ambiguous outcome is then a
   * no-op. They must never be made of the command: two competitors with equal ids would both be told "appended" by the
   * store's idempotency, and both would believe that the claim is theirs.
   */
  private async append<Command, State, Event, Rejection>(
    { streamName, decider, codec, metadata: given, operatorOf }: Execution<Command, State, Event, Rejection>,
    { executionId, known, events }: { executionId: string; known: Known<State>; events: readonly Event[] },
  ): Promise<Executed<State, Event, Rejection> | RevisionConflict> {
    const state = events.reduce((before, event) => decider.evolve(before, event), known.state);
    const metadata = { ...onBehalfOf(await operatorOf?.(state, known.state)), ...given };
    const encoded = events.map((event, index): NewEvent => {
      return { id: uuidOf(String(index), executionId), ...codec.encode(event), metadata };
    });
    try {
      const { revision } = await this.streams.append(streamName, known.revision, encoded);
      const versioned = { state, revision };
      this.cache.set(streamName, decider.evolve, versioned);
      return { ...versioned, outcome: 'accepted', events };
    } catch (error) {
      if (error instanceof RevisionConflict) return error;
      throw error;
    }
  }

  /** Reads what the cached state does not know yet. */
  private async refresh<State, Event>(
    aggregate: Aggregate<State, Event>,
    conflict?: RevisionConflict,
  ): Promise<Known<State>> {
    const { streamName, decider } = aggregate;
    const cached = this.cached(aggregate);
    const base: Versioned<State> = cached ?? { state: decider.initial, revision: 'no-stream' };
    const { revision, events } = await this.streams.read(streamName, following(base.revision));
    const isAheadOfStore = events.length === 0 && (conflict !== undefined || revision !== base.revision);
    if (cached && isAheadOfStore) {
      // A store restored from a backup, for one.
      this.cache.delete(streamName);
      return this.refresh(aggregate);
    }
    const versioned = { state: foldFrom(base, events, aggregate), revision };
    this.cache.set(streamName, decider.evolve, versioned);
    return { ...versioned, fresh: true };
  }
}

function answerOf<State, Event, Rejection>(
  versioned: Versioned<State>,
  decision: { ok: true; events: readonly Event[] } | { ok: false; rejection: Rejection },
): Executed<State, Event, Rejection> {
  if (!decision.ok) return { ...versioned, outcome: 'rejected', rejection: decision.rejection };
  return { ...versioned, outcome: 'accepted', events: decision.events };
}

function following(revision: ExpectedRevision): bigint {
  return revision === 'no-stream' ? 0n : revision + 1n;
}

/** @throws RevisionGap: a decision on part of the history would be a guess (F9.4). */
function foldFrom<State, Event>(
  base: Versioned<State>,
  stored: readonly StoredEvent[],
  { streamName, decider, codec }: Aggregate<State, Event>,
): State {
  let { state } = base;
  let due = following(base.revision);
  for (const { revision, type, data } of stored) {
    if (revision !== due) throw new RevisionGap(`${revision}@${streamName} came where revision ${due} was due`);
    state = decider.evolve(state, codec.decode({ type, data }));
    due++;
  }
  return state;
}
