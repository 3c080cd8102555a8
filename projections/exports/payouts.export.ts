import { sql, type RawBuilder } from 'kysely';
import { exportPages, type ExportColumn } from '#libs/read-store/export-pages.js';
import { allOf, column, instant, moneyColumns, type ExportDataset, type ExportRequest } from './export-dataset.js';

/**
 * Every payout that stood open at some moment of the range, with all its references (PO-07, RS-01). Where it ended within
 * the range, or before its end, its final state, as the API tells it (PO-23); else it is `open`, and what only its end
 * decides is empty.
 */
export const payouts: ExportDataset = {
  name: 'payouts',
  about: 'payouts that were asked for, open or finished in the range, with all references and final states',
  reads: ['payouts'],
  columns: columnsAt(0n).map(({ name, kind }) => ({ name, kind })),
  pages: (database, request) =>
    exportPages(database, {
      columns: columnsAt(request.to),
      from: sql`read.payout p`,
      where: whereOf(request),
      key: [
        { name: 'requested_position', order: sql`p.requested_position`, type: 'numeric' },
        { name: 'payout_id', order: sql`p.payout_id collate "C"`, type: 'text' },
      ],
    }),
};

function columnsAt(to: bigint): ExportColumn[] {
  const isFinal = sql`p.ended_position <= ${String(to)}::numeric`;
  const final = (value: RawBuilder<unknown>) => sql`case when ${isFinal} then ${value} end`;
  return [
    column('requested_position', 'position', sql`p.requested_position`),
    column('ended_position', 'position', final(sql`p.ended_position`)),
    instant('requested_at', sql`p.requested_at`),
    instant('settled_at', final(sql`p.settled_at`)),
    column('payout_id', 'text', sql`p.payout_id`),
    column('operator_id', 'text', sql`p.operator_id`),
    column('player_id', 'text', sql`p.player_id`),
    column('transfer_id', 'text', sql`p.transfer_id`),
    column('wallet_id', 'text', sql`p.wallet_id`),
    ...moneyColumns(sql`p.asset`, sql`p.amount_minor`),
    column('destination', 'text', sql`p.destination`),
    column('reference', 'text', sql`p.reference`),
    column('idempotency_key', 'text', sql`p.idempotency_key`),
    column('request_id', 'text', sql`p.request_id`),
    column('state', 'text', sql`case when ${isFinal} then p.stage else 'open' end`),
    column('attempts', 'integer', final(sql`p.attempts`)),
    column('provider_transaction_id', 'text', final(sql`p.provider_id`)),
    column('transaction_hash', 'text', final(sql`p.transaction_hash`)),
    column('failure_code', 'text', final(sql`p.failure_code`)),
    column('failure_reason', 'text', final(sql`p.failure_reason`)),
  ];
}

function whereOf({ after, to, operatorId, asset }: ExportRequest): RawBuilder<unknown> {
  return allOf([
    sql`p.requested_position <= ${String(to)}::numeric`,
    sql`(p.ended_position is null or p.ended_position > ${String(after)}::numeric)`,
    asset === undefined ? undefined : sql`p.asset = ${asset}`,
    operatorId === undefined ? undefined : sql`p.operator_id = ${operatorId}`,
  ]);
}
