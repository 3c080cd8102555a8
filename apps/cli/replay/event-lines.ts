import type { JsonValue } from '#libs/decider/json.js';
import type { ReplayedEvent } from './codecs.js';

/** One event as one line for people: when, where, what, by whom, and its data as `name=value`. */
export function textLine({ stored, present }: ReplayedEvent): string {
  const { streamName, revision, position, recordedAt, metadata } = stored;
  const { type, data } = present ?? { type: `${stored.type} (unknown)`, data: stored.data };
  const fields = Object.entries(data).map(([name, value]) => `${name}=${valueText(value)}`);
  const place = `${recordedAt.toISOString()} ${position.commit.toString().padStart(12)}`;
  return `${place} ${streamName}@${revision} ${type} by ${metadata.actor}  ${fields.join(' ')}`;
}

/** One event as one JSON object, its data in today's form. */
export function jsonLine({ stored, present }: ReplayedEvent): string {
  const { id, streamName, revision, position, recordedAt, metadata, type } = stored;
  return JSON.stringify({
    position: { commit: position.commit.toString(), prepare: position.prepare.toString() },
    stream: streamName,
    revision: revision.toString(),
    id,
    recordedAt: recordedAt.toISOString(),
    storedType: type,
    type: present?.type ?? null,
    data: present?.data ?? stored.data,
    metadata,
  });
}

function valueText(value: JsonValue | undefined): string {
  if (isMoney(value)) return `${value.minor}:${value.asset}`;
  if (typeof value === 'string') return /^[\w.:@/+-]+$/.test(value) ? value : JSON.stringify(value);
  return JSON.stringify(value) ?? '';
}

/** Shown in minor units, exactly as it is stored. */
function isMoney(value: JsonValue | undefined): value is { readonly minor: string; readonly asset: string } {
  return typeof value === 'object' && value !== null && 'minor' in value && 'asset' in value;
}
