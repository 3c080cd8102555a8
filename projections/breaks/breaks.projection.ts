import { insert, update, upsert, type Change } from '#libs/read-store/changes.js';
import { defineProjection, type EventMeta } from '#libs/read-store/projection.definition.js';
import type { PatchOf } from '#libs/read-store/table.definition.js';
import { breakCodec, breakStreamPrefix } from '#libs/reconciliation/break.codec.js';
import type { BreakOpened, Difference } from '#libs/reconciliation/break.events.js';
import { reconciledCodec, reconciliationStreamPrefix } from '#libs/reconciliation/reconciled.codec.js';
import { defaultOwners } from '#libs/reconciliation/suggestions.js';
import { reconciledMovement, reconciliationBreak } from './breaks.tables.js';

type Patch = Omit<PatchOf<typeof reconciliationBreak>, 'updated_at'>;

/** Where every break stands. */
export const breaks = defineProjection({
  name: 'breaks',
  version: 2,
  streams: [breakStreamPrefix, reconciliationStreamPrefix],
  codecs: [breakCodec, reconciledCodec],
  tables: [reconciliationBreak, reconciledMovement],
  on: {
    BreakOpened: (opened) => [insert(reconciliationBreak, rowOf(opened))],
    BreakChanged: patch((changed) => differs(changed)),
    BreakAssigned: patch(({ owner }) => ({ owner })),
    BreakExplained: patch(({ explanation }) => ({ explanation })),
    BreakResolved: patch(({ how, evidence, resolvedAt }) => ({
      status: 'resolved',
      resolution: how,
      evidence,
      resolved_at: resolvedAt,
    })),
    BreakReopened: patch((reopened) => ({ status: 'open', ...differs(reopened), ...notResolved })),
    MovementsReconciled: ({ movements, comparedAt }) =>
      movements.map(({ providerId, ledgerId, ours, theirs }) =>
        upsert(
          reconciledMovement,
          { provider_id: providerId },
          { ledger_id: ledgerId, ours, theirs, compared_at: comparedAt },
        ),
      ),
  },
});

const notResolved = { resolution: null, evidence: null, resolved_at: null } as const;

function patch<Data extends { readonly breakId: string }>(values: (data: Data) => Patch) {
  return (data: Data, meta: EventMeta): Change[] => [
    update(reconciliationBreak, { break_id: data.breakId }, { ...values(data), updated_at: meta.recordedAt }),
  ];
}

function differs({ expected, actual, difference }: Difference) {
  return { expected, actual, difference: difference ?? null };
}

function rowOf(opened: BreakOpened) {
  const { breakId, kind, severity, source, since, openedAt } = opened;
  const { ledgerId = null, providerId = null, walletId = null, asset = null } = opened;
  return {
    break_id: breakId,
    kind,
    severity,
    status: 'open',
    source,
    ledger_id: ledgerId,
    provider_id: providerId,
    wallet_id: walletId,
    asset,
    ...differs(opened),
    owner: defaultOwners[kind],
    since,
    opened_at: openedAt,
    updated_at: openedAt,
  } as const;
}
