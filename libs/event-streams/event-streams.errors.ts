import type { ExpectedRevision } from './event-streams.js';

/** The stream is not where the append expected it: somebody else wrote first. Load again and decide again. */
export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';

  constructor(
    readonly streamName: string,
    readonly expected: ExpectedRevision,
    readonly actual: ExpectedRevision | 'unknown',
  ) {
    super(`${streamName} is at ${actual}, not at ${expected}`);
  }
}

/**
 * The store did not answer in time. After an append the outcome is unknown: it may or may not have been written, and
 * only the same append again, with the same event ids, may follow.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The stream was tombstoned: nothing can be written to it again. */
export class StreamDeleted extends Error {
  override readonly name = 'StreamDeleted';

  constructor(readonly streamName: string) {
    super(`${streamName} is deleted for good`);
  }
}

/** The store refused for good: too large, not permitted, malformed. Trying again changes nothing. */
export class AppendRefused extends Error {
  override readonly name = 'AppendRefused';
}

/**
 * The store refused a read: the account may not (`$all` is for administrators unless an ACL says otherwise), or the
 * position or revision is none of this log's.
 */
export class ReadRefused extends Error {
  override readonly name = 'ReadRefused';

  constructor(
    message: string,
    readonly denied: boolean,
  ) {
    super(message);
  }
}

/** An event in the log that this project did not write: its data or metadata is not a JSON object. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

/** Events are missing from a stream or from the log, or came out of order (F7.7, F9.4). Never guess: stop. */
export class RevisionGap extends Error {
  override readonly name = 'RevisionGap';
}
