import type { Selectable } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import type { ReadReconciliationBreak } from '#libs/read-store/tables.gen.js';
import type { BreakKind } from '#libs/reconciliation/items.js';

export type BreakRow = Selectable<ReadReconciliationBreak>;

export interface BreakFilter {
  readonly status?: 'open' | 'resolved' | undefined;
  readonly kind?: BreakKind | undefined;
  readonly owner?: string | undefined;
}

/** Breaks, the oldest first: those have waited longest. */
export function listBreaks(
  database: Database,
  { status, kind, owner }: BreakFilter,
  limit: number,
): Promise<BreakRow[]> {
  return database
    .selectFrom('read.reconciliation_break')
    .selectAll()
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? ''))
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
    .$if(owner !== undefined, (query) => query.where('owner', '=', owner ?? ''))
    .orderBy('opened_at')
    .orderBy('break_id')
    .limit(limit)
    .execute();
}
