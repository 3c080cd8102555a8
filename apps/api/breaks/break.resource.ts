import { z } from 'zod';
import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import { breakCodec } from '#libs/reconciliation/break.codec.js';
import type { BreakEvent } from '#libs/reconciliation/break.events.js';
import { breakKinds } from '#libs/reconciliation/items.js';
import { ageBucket, suggestions } from '#libs/reconciliation/suggestions.js';
import { sentenceOf } from '#libs/trace/sentence.js';
import { assetText } from '../assets/known-asset.js';
import { snakeCase } from '../fields/snake-case.js';
import { assetColumn, orNull, textColumn as text } from '../reading/row.columns.js';
import type { BreakDto, BreakEventDto, BreakWithHistoryDto } from './break.dto.js';
import { ageWord } from './break.words.js';

const breakRow = z.object({
  break_id: text,
  kind: z.enum(breakKinds),
  severity: z.enum(['critical', 'high', 'medium']),
  status: z.enum(['open', 'resolved']),
  source: text,
  ledger_id: orNull(text),
  provider_id: orNull(text),
  wallet_id: orNull(text),
  in_wallet_id: orNull(text),
  operator_id: orNull(text),
  asset: orNull(assetColumn),
  expected: text,
  actual: text,
  difference: orNull(text),
  owner: text,
  explanation: orNull(text),
  resolution: orNull(text),
  evidence: orNull(text),
  since: z.date(),
  opened_at: z.date(),
  updated_at: z.date(),
  resolved_at: orNull(z.date()),
});

/** @throws ZodError when the row lacks what every break has: a defect. */
export function breakResource(columns: object, now: Date): BreakDto {
  return fieldsOf(columns, now);
}

/** With what the log alone keeps of it. */
export function breakWithHistory(columns: object, events: readonly StoredEvent[], now: Date): BreakWithHistoryDto {
  return { ...fieldsOf(columns, now), history: breakHistory(events) };
}

function fieldsOf(columns: object, now: Date) {
  const row = breakRow.parse(columns);
  return {
    id: row.break_id,
    object: 'break' as const,
    state: row.status,
    kind: snakeCase(row.kind),
    severity: row.severity,
    source: row.source,
    operator_id: row.operator_id,
    wallet_id: row.in_wallet_id ?? row.wallet_id,
    subject_id: row.ledger_id,
    provider_id: row.provider_id,
    asset: row.asset && assetText(row.asset),
    expected: row.expected,
    actual: row.actual,
    difference: row.difference,
    owner: row.owner,
    explanation: row.explanation,
    resolution: row.resolution && snakeCase(row.resolution),
    evidence: row.evidence,
    age: ageWord(ageBucket(row.opened_at, now)),
    next_step: row.status === 'open' ? suggestions[row.kind] : null,
    since: row.since.toISOString(),
    opened_at: row.opened_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    resolved_at: row.resolved_at?.toISOString() ?? null,
  };
}

function breakHistory(events: readonly StoredEvent[]): readonly BreakEventDto[] {
  return events.map((stored) => {
    const fact = breakCodec.decode(stored);
    return {
      recorded_at: stored.recordedAt.toISOString(),
      event: fact.type,
      actor: stored.metadata.actor,
      description: sentenceOf(fact),
      note: noteOf(fact),
    };
  });
}

function noteOf({ type, data }: BreakEvent): string | null {
  switch (type) {
    case 'BreakAssigned':
      return data.owner;
    case 'BreakExplained':
      return data.explanation;
    case 'BreakResolved':
      return data.evidence;
    case 'BreakReopened':
      return data.reason;
    case 'BreakOpened':
    case 'BreakChanged':
      return null;
  }
}
