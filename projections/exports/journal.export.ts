import { sql, type RawBuilder } from 'kysely';
import { exportPages, type ExportColumn } from '#libs/read-store/export-pages.js';
import {
  allOf,
  column,
  instant,
  moneyColumns,
  operatorOf,
  type ExportDataset,
  type ExportRequest,
} from './export-dataset.js';

const debited = operatorOf(sql`e.account`, sql`dw.operator_id`);
const credited = operatorOf(sql`e.counter_account`, sql`cw.operator_id`);

/**
 * Balanced lines for an ERP, one for each posting: the debited account is the one that money came into, the credited the
 * one it came from (RS-14). A line shows the provider's references that were known before it was posted, so that the same
 * line is the same in every export that holds it.
 */
export const journal: ExportDataset = {
  name: 'journal',
  about: 'ERP journal lines, one row for each posting: debit, credit, amount, date and payment references',
  reads: ['balances', 'payouts', 'transfers', 'swaps', 'deposits'],
  columns: columnsIn('UTC').map(({ name, kind }) => ({ name, kind })),
  pages: (database, request) =>
    exportPages(database, {
      columns: columnsIn(request.timeZone),
      from: lines,
      where: whereOf(request),
      key: [
        { name: 'position', order: sql`e.commit_position`, type: 'numeric' },
        { name: 'posting_index', order: sql`e.posting_index`, type: 'int' },
      ],
    }),
};

function columnsIn(timeZone: string): ExportColumn[] {
  return [
    column('position', 'position', sql`e.commit_position`),
    column('posting_index', 'integer', sql`e.posting_index`),
    column('document_date', 'text', sql`to_char(e.effective_at at time zone ${timeZone}, 'YYYY-MM-DD')`),
    instant('recorded_at', sql`e.recorded_at`),
    column('debit_account', 'text', sql`e.account`),
    column('credit_account', 'text', sql`e.counter_account`),
    ...moneyColumns(sql`e.asset`, sql`e.amount_minor`),
    column('operator_id', 'text', sql`coalesce(${debited}, ${credited})`),
    column('kind', 'text', sql`e.event`),
    column('payment_id', 'text', sql`e.cause`),
    column('payment_reference', 'text', sql`coalesce(p.reference, t.reference, s.reference)`),
    column('provider_transaction_id', 'text', sql`coalesce(${paid('provider_id')}, d.provider_id, o.provider_id)`),
    column('transaction_hash', 'text', sql`coalesce(${paid('transaction_hash')}, d.transaction_hash)`),
    column('event_id', 'text', sql`e.event_id`),
    column('stream', 'text', sql`e.stream`),
    column('revision', 'position', sql`e.revision`),
  ];
}

/** Known before the hold was captured, or what came in was credited; deposits have theirs from the start. */
function paid(name: 'provider_id' | 'transaction_hash'): RawBuilder<unknown> {
  const [payout, swap] = [sql.ref(`p.${name}`), sql.ref(`s.${name}`)];
  const transfer = name === 'provider_id' ? sql`t.provider_id` : sql`null`;
  return sql`case e.event when 'HoldCaptured' then coalesce(${payout}, ${swap})
    when 'AccountCredited' then coalesce(${transfer}, ${swap}) end`;
}

const lines = sql`read.balance_entry e
  left join read.wallet dw on e.account like 'wallet:%' and dw.wallet_id = split_part(e.account, ':', 2)
  left join read.wallet cw on e.counter_account like 'wallet:%' and cw.wallet_id = split_part(e.counter_account, ':', 2)
  left join read.payout p on p.payout_id = e.cause
  left join read.transfer t on t.transfer_id = e.cause
  left join read.swap s on s.swap_id = e.cause
  left join read.deposit d on d.deposit_id = e.cause
  left join read.deposit_order o on o.order_id = e.cause`;

function whereOf({ after, to, operatorId, asset }: ExportRequest): RawBuilder<unknown> {
  return allOf([
    sql`e.commit_position > ${String(after)}::numeric and e.commit_position <= ${String(to)}::numeric`,
    sql`e.amount_minor > 0`,
    asset === undefined ? undefined : sql`e.asset = ${asset}`,
    operatorId === undefined ? undefined : sql`${operatorId} in (${debited}, ${credited})`,
  ]);
}
