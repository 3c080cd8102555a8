import { sql } from 'kysely';
import { exportPages } from '#libs/read-store/export-pages.js';
import { allOf, column, instant, moneyColumns, operatorOf, type ExportDataset } from './export-dataset.js';

const columns = [
  column('position', 'position', sql`e.commit_position`),
  column('posting_index', 'integer', sql`e.posting_index`),
  instant('recorded_at', sql`e.recorded_at`),
  instant('effective_at', sql`e.effective_at`),
  column('account', 'text', sql`e.account`),
  column('counter_account', 'text', sql`e.counter_account`),
  column('wallet_id', 'text', sql`w.wallet_id`),
  column('operator_id', 'text', operatorOf(sql`e.account`, sql`w.operator_id`)),
  ...moneyColumns(sql`e.asset`, sql`e.amount_minor`),
  column('kind', 'text', sql`e.event`),
  column('correlation_id', 'text', sql`e.cause`),
  column('event_id', 'text', sql`e.event_id`),
  column('stream', 'text', sql`e.stream`),
  column('revision', 'position', sql`e.revision`),
];

/** Both sides of every posting, in the order of the log (RS-01). */
export const entries: ExportDataset = {
  name: 'entries',
  about: 'ledger entries, one row for each side of each posting, in the order of the log',
  reads: ['balances'],
  columns,
  pages: (database, { after, to, operatorId, asset }) =>
    exportPages(database, {
      columns,
      from: sql`read.balance_entry e left join read.wallet w
        on e.account like 'wallet:%' and w.wallet_id = split_part(e.account, ':', 2)`,
      where: allOf([
        sql`e.commit_position > ${String(after)}::numeric and e.commit_position <= ${String(to)}::numeric`,
        asset === undefined ? undefined : sql`e.asset = ${asset}`,
        operatorId === undefined
          ? undefined
          : sql`(w.operator_id = ${operatorId} or e.account = ${`receivable:${operatorId}`})`,
      ]),
      key: [
        { name: 'position', order: sql`e.commit_position`, type: 'numeric' },
        { name: 'posting_index', order: sql`e.posting_index`, type: 'int' },
        { name: 'account', order: sql`e.account collate "C"`, type: 'text' },
      ],
    }),
};
