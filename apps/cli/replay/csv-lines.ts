import { stringify } from 'csv-stringify/sync';
import { effectiveAt } from '#libs/event-streams/effective-at.js';
import type { ReplayedEvent } from './codecs.js';

const columns = [
  'position',
  'stream',
  'revision',
  'recorded_at',
  'effective_at',
  'type',
  'stored_type',
  'actor',
  'on_behalf_of',
  'correlation_id',
  'causation_id',
  'request_id',
  'idempotency_key',
  'event_id',
  'data',
] as const;

export const csvHeader = columns.join(',');

/** One event as one line of CSV, its data in today's form as JSON. No cell is a formula to a spreadsheet. */
export function csvLine({ stored, present }: ReplayedEvent): string {
  const { position, streamName, revision, recordedAt, metadata } = stored;
  const row: Readonly<Record<(typeof columns)[number], string>> = {
    position: position.commit.toString(),
    stream: streamName,
    revision: revision.toString(),
    recorded_at: recordedAt.toISOString(),
    effective_at: effectiveAt(stored).toISOString(),
    type: present?.type ?? '',
    stored_type: stored.type,
    actor: metadata.actor,
    on_behalf_of: metadata.onBehalfOf ?? '',
    correlation_id: metadata.correlationId,
    causation_id: metadata.causationId,
    request_id: metadata.requestId ?? '',
    idempotency_key: metadata.idempotencyKey ?? '',
    event_id: stored.id,
    data: JSON.stringify(present?.data ?? stored.data),
  };
  return stringify([row], { columns: [...columns], escape_formulas: true, eof: false });
}
