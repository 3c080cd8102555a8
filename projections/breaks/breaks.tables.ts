import { instant, nullable, text, textOf } from '#libs/read-store/column.types.js';
import { defineTable } from '#libs/read-store/table.definition.js';
import type { Resolution } from '#libs/reconciliation/break.events.js';
import type { BreakKind, Severity } from '#libs/reconciliation/items.js';

/** Differences between the books and the provider, one row each. */
export const reconciliationBreak = defineTable({
  name: 'reconciliation_break',
  columns: {
    break_id: text,
    kind: textOf<BreakKind>(),
    severity: textOf<Severity>(),
    status: textOf<'open' | 'resolved'>(),
    source: text,
    ledger_id: nullable(text),
    provider_id: nullable(text),
    wallet_id: nullable(text),
    asset: nullable(text),
    expected: text,
    actual: text,
    difference: nullable(text),
    /** Who looks after it: whose kind it is, until it is assigned. */
    owner: text,
    explanation: nullable(text),
    resolution: nullable(textOf<Resolution>()),
    evidence: nullable(text),
    /** Since when the two sides differ, as far as is known. */
    since: instant,
    opened_at: instant,
    updated_at: instant,
    resolved_at: nullable(instant),
  },
  key: ['break_id'],
  indexes: [
    { on: ['opened_at', 'break_id'] },
    { on: ['status', 'opened_at', 'break_id'] },
    { on: ['ledger_id'] },
    { on: ['provider_id'] },
  ],
});

/** What was compared and equal, by the provider's id: the last comparison of each. */
export const reconciledMovement = defineTable({
  name: 'reconciled_movement',
  columns: {
    provider_id: text,
    ledger_id: nullable(text),
    /** Fingerprints of the two sides. */
    ours: text,
    theirs: text,
    compared_at: instant,
  },
  key: ['provider_id'],
});
