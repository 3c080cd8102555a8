import type { Selectable } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import { idPages } from '#libs/read-store/id-pages.js';
import type { ReadSwap } from '#libs/read-store/tables.gen.js';
import type { SwapStage } from './swaps.tables.js';

export type SwapRow = Selectable<ReadSwap>;

export interface SwapFilter {
  readonly stages?: readonly SwapStage[] | undefined;
  readonly underReview?: boolean | undefined;
  readonly operatorId?: string | undefined;
  readonly walletId?: string | undefined;
  readonly reference?: string | undefined;
}

/** A place in the list, newest first: the last row of the page before. */
interface SwapCursor {
  readonly requestedAt: Date;
  readonly swapId: string;
}

interface SwapPage {
  readonly after?: SwapCursor | undefined;
  readonly limit: number;
}

export function findSwap(database: Database, swapId: string): Promise<SwapRow | undefined> {
  return database.selectFrom('read.swap').selectAll().where('swap_id', '=', swapId).executeTakeFirst();
}

/** Swaps, newest first. */
export function listSwaps(
  database: Database,
  { stages, underReview, operatorId, walletId, reference }: SwapFilter,
  { after, limit }: SwapPage,
): Promise<SwapRow[]> {
  return database
    .selectFrom('read.swap')
    .selectAll()
    .$if(stages !== undefined, (query) => query.where('stage', 'in', [...(stages ?? [])]))
    .$if(underReview !== undefined, (query) =>
      query.where('review_reason', underReview === true ? 'is not' : 'is', null),
    )
    .$if(operatorId !== undefined, (query) => query.where('operator_id', '=', operatorId ?? ''))
    .$if(walletId !== undefined, (query) => query.where('wallet_id', '=', walletId ?? ''))
    .$if(reference !== undefined, (query) => query.where('reference', '=', reference ?? ''))
    .$if(after !== undefined, (query) =>
      query.where((is) =>
        is(
          is.refTuple('requested_at', 'swap_id'),
          '<',
          is.tuple(after?.requestedAt ?? new Date(0), after?.swapId ?? ''),
        ),
      ),
    )
    .orderBy('requested_at', 'desc')
    .orderBy('swap_id', 'desc')
    .limit(limit)
    .execute();
}

/** Swaps that may need another step, by id, page after page. */
export function openSwapIds(database: Database): AsyncGenerator<readonly string[]> {
  return idPages((last, limit) =>
    database
      .selectFrom('read.swap')
      .select('swap_id as id')
      .where('closed', '=', false)
      .where('swap_id', '>', last)
      .orderBy('swap_id')
      .limit(limit)
      .execute(),
  );
}
