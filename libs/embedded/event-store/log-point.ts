import type { EventIndex } from './event-index.js';
import { invalidArgument } from './grpc-error.js';
import type { LogPoint } from './read-request.codec.js';

/**
 * The number of the event at a place in the log: 0 at the start, the number of events at the end or behind it.
 * @throws GrpcError INVALID_ARGUMENT for a position inside the log at which no event stands: it comes from elsewhere.
 */
export function eventAt(index: EventIndex, point: LogPoint): number {
  if (point === 'start') return 0;
  const count = index.durableCount;
  if (point === 'end' || point.commit >= endOfDurable(index)) return count;
  if (point.commit === 0 && point.prepare === 0) return 0;
  const event = index.firstAtOrAfter(point.commit);
  if (index.positionOf(event) !== point.commit || point.prepare !== point.commit)
    throw invalidArgument(`No event stands at position ${point.commit}/${point.prepare}`);
  return event;
}

/**
 * The number of the first event behind a place in the log.
 * @throws GrpcError INVALID_ARGUMENT for any position at which no event stands, those behind the end included: whoever
 * processed an event that is not here follows another log.
 */
export function eventAfter(index: EventIndex, point: LogPoint): number {
  if (typeof point === 'string') return eventAt(index, point);
  if (point.commit === 0 && point.prepare === 0) return 0;
  if (point.commit >= endOfDurable(index))
    throw invalidArgument(`Position ${point.commit}/${point.prepare} is behind the end of the log`);
  return eventAt(index, point) + 1;
}

function endOfDurable(index: EventIndex): number {
  return index.durableCount === 0 ? 0 : index.endOf(index.durableCount - 1);
}
