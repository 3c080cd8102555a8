import type { StoredEvent } from './event-streams.js';

/** When an event took effect: as it was recorded, unless it says otherwise. */
export function effectiveAt({ metadata, recordedAt }: Pick<StoredEvent, 'metadata' | 'recordedAt'>): Date {
  return metadata.effectiveAt === undefined ? recordedAt : new Date(metadata.effectiveAt);
}
