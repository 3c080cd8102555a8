import type { Selectable } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import { idPages } from '#libs/read-store/id-pages.js';
import type { ReadPayout, ReadTransfer } from '#libs/read-store/tables.gen.js';
import type { TransferStage } from './transfers.tables.js';

/** With why its leg is under review, if it is. */
export type TransferRow = Selectable<ReadTransfer> & Pick<Selectable<ReadPayout>, 'review_reason' | 'review_since'>;

export interface TransferFilter {
  readonly stages?: readonly TransferStage[] | undefined;
  readonly fromWalletId?: string | undefined;
  readonly toWalletId?: string | undefined;
  readonly reference?: string | undefined;
  readonly underReview?: boolean | undefined;
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
  return transfersWithLegs(database).where('transfer.transfer_id', '=', transferId).executeTakeFirst();
}

function transfersWithLegs(database: Database) {
  return database
    .selectFrom('read.transfer as transfer')
    .leftJoin('read.payout as leg', 'leg.payout_id', 'transfer.payout_id')
    .selectAll('transfer')
    .select(['leg.review_reason', 'leg.review_since']);
}

/** Transfers, newest first. */
export function listTransfers(
  database: Database,
  { stages, fromWalletId, toWalletId, reference, underReview }: TransferFilter,
  { after, limit }: TransferPage,
): Promise<TransferRow[]> {
  return transfersWithLegs(database)
    .$if(stages !== undefined, (query) => query.where('transfer.stage', 'in', [...(stages ?? [])]))
    .$if(fromWalletId !== undefined, (query) => query.where('transfer.from_wallet_id', '=', fromWalletId ?? ''))
    .$if(toWalletId !== undefined, (query) => query.where('transfer.to_wallet_id', '=', toWalletId ?? ''))
    .$if(reference !== undefined, (query) => query.where('transfer.reference', '=', reference ?? ''))
    .$if(underReview !== undefined, (query) =>
      query.where('leg.review_reason', underReview === true ? 'is not' : 'is', null),
    )
    .$if(after !== undefined, (query) =>
      query.where((is) =>
        is(
          is.refTuple('transfer.requested_at', 'transfer.transfer_id'),
          '<',
          is.tuple(after?.requestedAt ?? new Date(0), after?.transferId ?? ''),
        ),
      ),
    )
    .orderBy('transfer.requested_at', 'desc')
    .orderBy('transfer.transfer_id', 'desc')
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
