import type { Break } from '#libs/reconciliation/break.js';
import { ageBucket, defaultOwners, suggestions } from '#libs/reconciliation/suggestions.js';
import type { BreakRow } from '#projections/breaks/breaks.queries.js';
import type { OutputRow } from '../support/output.js';

/** A break as a line of the list. */
export function breakLine(row: BreakRow, now: Date): OutputRow {
  return {
    break_id: row.break_id,
    kind: row.kind,
    severity: row.severity,
    about: [row.ledger_id, row.provider_id, row.wallet_id, row.asset].filter((each) => each !== null).join(' '),
    expected: row.expected,
    actual: row.actual,
    difference: row.difference,
    age: ageBucket(row.opened_at ?? now, now),
    owner: row.owner,
    explanation: row.explanation,
    status: row.status,
  };
}

/** Everything that is known of one. */
export function breakDetails(state: Exclude<Break, { status: 'absent' }>, now: Date): OutputRow {
  const { opened, difference, explanation = null, resolved, status } = state;
  return {
    break_id: opened.breakId,
    status,
    kind: opened.kind,
    severity: opened.severity,
    ledger_id: opened.ledgerId ?? null,
    provider_id: opened.providerId ?? null,
    wallet_id: opened.walletId ?? null,
    asset: opened.asset ?? null,
    expected: difference.expected,
    actual: difference.actual,
    difference: difference.difference ?? null,
    since: opened.since.toISOString(),
    opened: opened.openedAt.toISOString(),
    age: ageBucket(opened.openedAt, now),
    source: opened.source,
    owner: state.owner ?? defaultOwners[opened.kind],
    explanation,
    resolution: resolved ? `${resolved.how} by ${resolved.by}: ${resolved.evidence}` : null,
    next: status === 'open' ? suggestions[opened.kind] : null,
  };
}
