/** The state of a stream that an append demands: its last revision, or one of the named ones. */
export type ExpectedRevision = number | 'any' | 'no-stream' | 'stream-exists';

/** The revision of a stream that never had an event. */
export const noRevision = -1;

export interface StreamState {
  /** That of the last event ever appended, or `noRevision`. */
  readonly revision: number;
  readonly hasMetadata: boolean;
  readonly softDeleted: boolean;
  readonly tombstoned: boolean;
}

/** How to find out whether an event is stored already. */
export interface StoredEvents {
  /** The id of the stream's event at a revision. */
  idAt(revision: number): string | undefined;
  /** The revision at which the stream got an event with this id not long ago. */
  recentRevisionOf(id: string): number | undefined;
}

export type AppendDecision =
  | { readonly kind: 'append' }
  /** The same events are stored already, the last one at `revision`. */
  | { readonly kind: 'repeat'; readonly revision: number }
  | { readonly kind: 'wrong-expected-version' }
  | { readonly kind: 'stream-deleted' };

const append: AppendDecision = { kind: 'append' };
const wrongExpectedVersion: AppendDecision = { kind: 'wrong-expected-version' };
const streamDeleted: AppendDecision = { kind: 'stream-deleted' };

/** Decides an append of events with the given ids, by the rules of the real server. */
export function decideAppend(
  state: StreamState,
  expected: ExpectedRevision,
  ids: readonly string[],
  stored: StoredEvents,
): AppendDecision {
  if (state.tombstoned) return streamDeleted;
  if (expected === 'any') return decideRecent(ids, stored);
  if (expected === 'stream-exists') return decideStreamExists(state, ids, stored);
  const revision = expected === 'no-stream' ? noRevision : expected;
  if (revision === state.revision) return append;
  if (revision > state.revision) return wrongExpectedVersion;
  return decideBelow(state, revision, ids, stored);
}

/** Decides a deletion for good: also a stream that never was can be closed. */
export function decideTombstone(state: StreamState, expected: ExpectedRevision): AppendDecision {
  return decideAppend(state, expected, [], { idAt: () => undefined, recentRevisionOf: () => undefined });
}

/** Decides a soft deletion: a stream that never had events or metadata is no stream, whatever is expected of it. */
export function decideDeletion(state: StreamState, expected: ExpectedRevision): AppendDecision {
  const decision = decideTombstone(state, expected);
  const neverWas = state.revision === noRevision && !state.hasMetadata;
  return decision.kind === 'append' && neverWas ? wrongExpectedVersion : decision;
}

function decideStreamExists(state: StreamState, ids: readonly string[], stored: StoredEvents): AppendDecision {
  if (state.softDeleted) return streamDeleted;
  if (state.revision === noRevision && !state.hasMetadata) return wrongExpectedVersion;
  return decideRecent(ids, stored);
}

/** Without a revision only a short memory of ids tells a repetition: good enough for an immediate one. */
function decideRecent(ids: readonly string[], stored: StoredEvents): AppendDecision {
  const revisions = ids.map((id) => stored.recentRevisionOf(id));
  const last = revisions.at(-1);
  if (last !== undefined && !revisions.includes(undefined)) return { kind: 'repeat', revision: last };
  return revisions[0] === undefined ? append : wrongExpectedVersion;
}

/** The stream has moved on: either by these very events, or by others. */
function decideBelow(
  state: StreamState,
  revision: number,
  ids: readonly string[],
  stored: StoredEvents,
): AppendDecision {
  const same = ids.findIndex((id, at) => stored.idAt(revision + 1 + at) !== id);
  if (same === -1 && ids.length > 0) return { kind: 'repeat', revision: revision + ids.length };
  const recreates = state.softDeleted && revision === noRevision && same <= 0;
  return recreates ? append : wrongExpectedVersion;
}
