import type { EventIndex } from './event-index.js';

const eventsMax = 256;
const bytesMax = 256 << 10;
/** So that a filter that matches little does not keep everybody else waiting. */
const consideredMax = 8_192;

/** Events of the log to be read and sent together. */
export interface EventPage {
  readonly events: readonly number[];
  /** Up to which event, not included, the log was considered. */
  readonly next: number;
}

export interface PageQuery {
  readonly from: number;
  /** Where to end, not included. */
  readonly until: number;
  readonly step: 1 | -1;
  readonly matches: (event: number) => boolean;
  readonly countMax: number;
}

/** The next matching events of the whole log, from `from` on or back. */
export function pageOfLog(index: EventIndex, { from, until, step, matches, countMax }: PageQuery): EventPage {
  const events: number[] = [];
  const count = Math.min(eventsMax, countMax);
  const end = step === 1 ? Math.min(until, from + consideredMax) : Math.max(until, from - consideredMax);
  let bytes = 0;
  let next = from;
  while (next !== end && events.length < count && bytes < bytesMax) {
    if (matches(next)) {
      events.push(next);
      bytes += sizeOf(index, next);
    }
    next += step;
  }
  return { events, next };
}

/** The next events of a stream in the order of `revisions`, which counts up or down from a first to a last revision. */
export function pageOfStream(
  index: EventIndex,
  lastEvent: number,
  revisions: { readonly first: number; readonly last: number },
): readonly number[] {
  const { first, last } = revisions;
  const forwards = first <= last;
  const low = forwards ? first : Math.max(last, first - eventsMax + 1);
  const high = forwards ? Math.min(last, first + eventsMax - 1) : first;
  const events = index.eventsUpTo(index.atRevision(lastEvent, high), low);
  return fitting(index, forwards ? events : events.toReversed());
}

/** At least one, so that an event larger than a page gets its own. */
function fitting(index: EventIndex, events: readonly number[]): readonly number[] {
  let bytes = 0;
  const tooMany = events.findIndex((event) => {
    const before = bytes;
    bytes += sizeOf(index, event);
    return before >= bytesMax;
  });
  return tooMany === -1 ? events : events.slice(0, tooMany);
}

function sizeOf(index: EventIndex, event: number): number {
  return index.endOf(event) - index.positionOf(event);
}
