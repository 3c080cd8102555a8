import type { Selectable } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import { idPages } from '#libs/read-store/id-pages.js';
import type { ReadPayout } from '#libs/read-store/tables.gen.js';
import type { PayoutStage } from './payouts.tables.js';

export type PayoutRow = Selectable<ReadPayout>;

export interface PayoutFilter {
  readonly stages?: readonly PayoutStage[] | undefined;
  readonly playerId?: string | undefined;
  readonly reference?: string | undefined;
  readonly walletId?: string | undefined;
  readonly requestedFrom?: Date | undefined;
  readonly requestedBefore?: Date | undefined;
  readonly underReview?: boolean | undefined;
}

/** A place in the list, newest first: the last row of the page before. */
export interface PayoutCursor {
  readonly requestedAt: Date;
  readonly payoutId: string;
}

export interface PayoutPage {
  readonly after?: PayoutCursor | undefined;
  readonly limit: number;
}

/** One payout of an operator; undefined when there is none, or it is another operator's. */
export function findPayout(database: Database, operatorId: string, payoutId: string): Promise<PayoutRow | undefined> {
  return database
    .selectFrom('read.payout')
    .selectAll()
    .where('operator_id', '=', operatorId)
    .where('payout_id', '=', payoutId)
    .where('transfer_id', 'is', null)
    .executeTakeFirst();
}

/** An operator's payouts, newest first; a transfer's leg is none of them. */
export function listPayouts(
  database: Database,
  operatorId: string,
  filter: PayoutFilter,
  { after, limit }: PayoutPage,
): Promise<PayoutRow[]> {
  const { stages, playerId, reference, walletId, requestedFrom, requestedBefore, underReview } = filter;
  return database
    .selectFrom('read.payout')
    .selectAll()
    .where('operator_id', '=', operatorId)
    .where('transfer_id', 'is', null)
    .$if(stages !== undefined, (query) => query.where('stage', 'in', [...(stages ?? [])]))
    .$if(playerId !== undefined, (query) => query.where('player_id', '=', playerId ?? ''))
    .$if(reference !== undefined, (query) => query.where('reference', '=', reference ?? ''))
    .$if(walletId !== undefined, (query) => query.where('wallet_id', '=', walletId ?? ''))
    .$if(requestedFrom !== undefined, (query) => query.where('requested_at', '>=', requestedFrom ?? new Date(0)))
    .$if(requestedBefore !== undefined, (query) => query.where('requested_at', '<', requestedBefore ?? new Date(0)))
    .$if(underReview !== undefined, (query) =>
      query.where('review_reason', underReview === true ? 'is not' : 'is', null),
    )
    .$if(after !== undefined, (query) =>
      query.where((is) =>
        is(
          is.refTuple('requested_at', 'payout_id'),
          '<',
          is.tuple(after?.requestedAt ?? new Date(0), after?.payoutId ?? ''),
        ),
      ),
    )
    .orderBy('requested_at', 'desc')
    .orderBy('payout_id', 'desc')
    .limit(limit)
    .execute();
}

/** Payouts that may need another step, by id, page after page. */
export function openPayoutIds(database: Database): AsyncGenerator<readonly string[]> {
  return idPages((last, limit) =>
    database
      .selectFrom('read.payout')
      .select('payout_id as id')
      .where('closed', '=', false)
      .where('payout_id', '>', last)
      .orderBy('payout_id')
      .limit(limit)
      .execute(),
  );
}
