import type { TracedEvent } from './chain-event.js';
import type { ChainReader } from './chain-reader.js';
import { startOf, type Link } from './chain-links.js';
import { notKnownYet } from './not-known-yet.js';
import { timelineOf, type TimelineStep } from './timeline.js';

/** What a reference was found for. */
export interface FoundResource {
  readonly resource: string;
  readonly resourceId: string;
}

/** The whole chain of one resource. */
export interface Trace extends FoundResource {
  readonly events: readonly TracedEvent[];
  readonly steps: readonly TimelineStep[];
  /** What the log does not say yet, in sentences. */
  readonly notKnownYet: readonly string[];
  /** It goes on, and was cut at the limit. */
  readonly isCut: boolean;
}

/** Each resource once, in the order in which they were found. */
export function distinctResources(found: readonly FoundResource[]): readonly FoundResource[] {
  const distinct = new Map(found.map(({ resource, resourceId }) => [resourceId, { resource, resourceId }]));
  return [...distinct.values()];
}

/** @throws as `chainFrom` does. */
export async function traceOf(
  reader: ChainReader,
  { resource, resourceId }: FoundResource,
  start: readonly Link[] = startOf(resource, resourceId),
): Promise<Trace> {
  const { events, isCut } = await reader.chainFrom(start);
  return { resource, resourceId, events, steps: timelineOf(events), notKnownYet: notKnownYet(events), isCut };
}
