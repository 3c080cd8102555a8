import { LRUCache } from 'lru-cache';
import type { ExpectedRevision } from './event-streams.js';

/** A state and the revision of the last event folded into it. */
export interface Versioned<State> {
  readonly state: State;
  readonly revision: ExpectedRevision;
}

/** How the events of a stream become a state. Two nouns may fold one stream differently. */
export type Fold<State, Event> = (state: State, event: Event) => State;

interface Entry {
  readonly fold: unknown;
  readonly versioned: Versioned<unknown>;
}

/** The latest known states of the streams in use. They may be behind the log, never ahead of it. */
export class AggregateCache {
  private readonly entries: LRUCache<string, Entry>;

  constructor(streamsMax: number) {
    this.entries = new LRUCache({ max: streamsMax });
  }

  get<State, Event>(streamName: string, fold: Fold<State, Event>): Versioned<State> | undefined {
    const entry = this.entries.get(streamName);
    return entry && isFoldedBy(entry, fold) ? entry.versioned : undefined;
  }

  set<State, Event>(streamName: string, fold: Fold<State, Event>, versioned: Versioned<State>): void {
    this.entries.set(streamName, { fold, versioned });
  }

  delete(streamName: string): void {
    this.entries.delete(streamName);
  }
}

/** The same function made it, so it has that function's type of state. */
function isFoldedBy<State, Event>(
  entry: Entry,
  fold: Fold<State, Event>,
): entry is Entry & { versioned: Versioned<State> } {
  return entry.fold === fold;
}
