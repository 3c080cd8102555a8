import { setImmediate as nextTurn } from 'node:timers/promises';
import { compileFilter, type EventFilter } from './event-filter.js';
import { pageOfLog, pageOfStream } from './event-page.js';
import type { EventStore } from './event-store.js';
import type { LogRecord } from './record.codec.js';
import type { StreamView } from './stream-view.js';

export type Direction = 'forwards' | 'backwards';

export interface StreamRead {
  readonly view: Extract<StreamView, { kind: 'readable' }>;
  /** A revision, included. */
  readonly from: 'start' | 'end' | number;
  readonly direction: Direction;
  readonly count: number;
}

/** The events of one stream, in pages. Events that are appended meanwhile are not part of it. */
export async function* readStream(store: EventStore, read: StreamRead): AsyncGenerator<LogRecord[]> {
  const { index, records } = store;
  const { lastEvent } = read.view;
  const step = read.direction === 'forwards' ? 1 : -1;
  const { first, last } = revisionsOf(read);
  for (let next = first; (last - next) * step >= 0; ) {
    const events = pageOfStream(index, lastEvent, { first: next, last });
    yield await records.read(events);
    next += events.length * step;
  }
}

/** The first and the last revision to read, in the direction of the read. */
function revisionsOf({ view, from, direction, count }: StreamRead): { first: number; last: number } {
  const { firstRevision, lastRevision } = view;
  if (direction === 'forwards') {
    const first = from === 'end' ? lastRevision + 1 : Math.max(from === 'start' ? 0 : from, firstRevision);
    return { first, last: Math.min(lastRevision, first + count - 1) };
  }
  const first = from === 'start' ? 0 : Math.min(from === 'end' ? lastRevision : from, lastRevision);
  return { first, last: Math.max(firstRevision, first - count + 1) };
}

export interface AllRead {
  /** Forwards the first event to read; backwards the one after it. */
  readonly from: number;
  readonly direction: Direction;
  readonly count: number;
  readonly filter: EventFilter | undefined;
}

/** The events of the whole log, in pages. Events that are appended meanwhile are not part of it. */
export async function* readAll(store: EventStore, read: AllRead): AsyncGenerator<LogRecord[]> {
  const { index, records } = store;
  const matches = compileFilter(index, read.filter);
  const forwards = read.direction === 'forwards';
  const until = forwards ? index.durableCount : -1;
  let rest = read.count;
  for (let next = forwards ? Math.min(read.from, until) : read.from - 1; next !== until && rest > 0; ) {
    const page = pageOfLog(index, { from: next, until, step: forwards ? 1 : -1, matches, countMax: rest });
    if (page.events.length > 0) yield await records.read(page.events);
    else await nextTurn();
    rest -= page.events.length;
    next = page.next;
  }
}
