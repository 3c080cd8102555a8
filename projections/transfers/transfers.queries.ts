import type { Selectable } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import { idPages } from '#libs/read-store/id-pages.js';
import type { ReadTransfer } from '#libs/read-store/tables.gen.js';
import type { TransferStage } from './transfers.tables.js';

export type TransferRow = Selectable<ReadTransfer>;

export interface TransferFilter {
  readonly stages?: readonly TransferStage[] | undefined;
  readonly fromWalletId?: string | undefined;
  readonly toWalletId?: string | undefined;
  readonly reference?: string | undefined;
}

/** A place in the list, newest first: the last row of the page before. */
interface TransferCursor {
  readonly requestedAt: Date;
  readonly transferId: string;
}

interface TransferPage {
  readonly after?: TransferCursor | undefined;
  readonly limit: number;
}

export function findTransfer(database: Database, transferId: string): Promise<TransferRow | undefined> {
  return database.selectFrom('read.transfer').selectAll().where('transfer_id', '=', transferId).executeTakeFirst();
}

/** Transfers, newest first. */
export function listTransfers(
  database: Database,
  { stages, fromWalletId, toWalletId, reference }: TransferFilter,
  { after, limit }: TransferPage,
): Promise<TransferRow[]> {
  return database
    .selectFrom('read.transfer')
    .selectAll()
    .$if(stages !== undefined, (query) => query.where('stage', 'in', [...(stages ?? [])]))
    .$if(fromWalletId !== undefined, (query) => query.where('from_wallet_id', '=', fromWalletId ?? ''))
    .$if(toWalletId !== undefined, (query) => query.where('to_wallet_id', '=', toWalletId ?? ''))
    .$if(reference !== undefined, (query) => query.where('reference', '=', reference ?? ''))
    .$if(after !== undefined, (query) =>
      query.where((is) =>
        is(
          is.refTuple('requested_at', 'transfer_id'),
          '<',
          is.tuple(after?.requestedAt ?? new Date(0), after?.transferId ?? ''),
        ),
      ),
    )
    .orderBy('requested_at', 'desc')
    .orderBy('transfer_id', 'desc')
    .limit(limit)
    .execute();
}

/** Transfers that may need another step, by id, page after page. */
export function openTransferIds(database: Database): AsyncGenerator<readonly string[]> {
  return idPages((last, limit) =>
    database
      .selectFrom('read.transfer')
      .select('transfer_id as id')
      .where('closed', '=', false)
      .where('transfer_id', '>', last)
      .orderBy('transfer_id')
      .limit(limit)
      .execute(),
  );
}
