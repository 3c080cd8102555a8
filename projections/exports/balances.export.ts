import { sql, type RawBuilder } from 'kysely';
import { exportPages } from '#libs/read-store/export-pages.js';
import { balanceSumsAt } from '../balances/balances-at.queries.js';
import { allOf, column, moneyColumns, operatorOf, type ExportDataset, type ExportRequest } from './export-dataset.js';

const columns = [
  column('account', 'text', sql`b.account`),
  column('wallet_id', 'text', sql`w.wallet_id`),
  column('operator_id', 'text', operatorOf(sql`b.account`, sql`w.operator_id`)),
  column('asset', 'text', sql`b.asset`),
  ...moneyColumns(sql`b.asset`, sql`b.minor`),
];

/** What stood in each account at the end of the range, whenever it came there (RS-03). */
export const balances: ExportDataset = {
  name: 'balances',
  about: 'what stood in each account and asset at the end of the range, zeros left out',
  reads: ['balances'],
  columns,
  pages: (database, request) =>
    exportPages(database, {
      columns,
      from: sql`(${balanceSumsAt(request.to, { asset: request.asset })}) b left join read.wallet w
        on b.account like 'wallet:%' and w.wallet_id = split_part(b.account, ':', 2)`,
      where: whereOf(request),
      key: [
        { name: 'account', order: sql`b.account collate "C"`, type: 'text' },
        { name: 'asset', order: sql`b.asset collate "C"`, type: 'text' },
      ],
    }),
};

function whereOf({ operatorId }: ExportRequest): RawBuilder<unknown> {
  return allOf([
    sql`b.minor <> 0`,
    operatorId === undefined
      ? undefined
      : sql`(w.operator_id = ${operatorId} or b.account = ${`receivable:${operatorId}`})`,
  ]);
}
