import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EventStreams } from '#libs/event-streams/event-streams.js';
import { payoutStream } from '#libs/payouts/payout.codec.js';
import { Database } from '#libs/read-store/database.js';
import { payouts } from '#projections/payouts/payouts.projection.js';
import { findPayout, listPayouts, type PayoutFilter } from '#projections/payouts/payouts.queries.js';
import { payout } from '#projections/payouts/payouts.tables.js';
import { currentRow, projectedRow } from '../reading/current-row.js';
import { pageOf, type Page, type PageRequest } from '../reading/page.js';
import type { WithdrawalRecord } from './withdrawal.record.js';
import { recordOfRow } from './withdrawal.rows.js';

/** Undefined for what does not exist and for what is another operator's. */
export class FindWithdrawal extends Query<WithdrawalRecord | undefined> {
  constructor(
    readonly operatorId: string,
    readonly payoutId: string,
  ) {
    super();
  }
}

export const payoutIdFormat = /^po_[a-z2-7]{26}$/;

@QueryHandler(FindWithdrawal)
export class FindWithdrawalHandler implements IQueryHandler<FindWithdrawal> {
  constructor(
    private readonly database: Database,
    private readonly streams: EventStreams,
  ) {}

  async execute({ operatorId, payoutId }: FindWithdrawal): Promise<WithdrawalRecord | undefined> {
    if (!payoutIdFormat.test(payoutId)) return undefined;
    const row = await currentRow({
      fromReadModel: () => findPayout(this.database, operatorId, payoutId),
      fromLog: async () => {
        const { events } = await this.streams.read(payoutStream(payoutId));
        return projectedRow(events, payouts, payout);
      },
    });
    const isTheirs = row?.['operator_id'] === operatorId && row['transfer_id'] === null; // A leg is no withdrawal.
    return isTheirs ? recordOfRow(row) : undefined;
  }
}

export interface WithdrawalPageRequest extends PageRequest {
  readonly filter: PayoutFilter;
}

export class ListWithdrawals extends Query<Page<WithdrawalRecord>> {
  constructor(
    readonly operatorId: string,
    readonly page: WithdrawalPageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListWithdrawals)
export class ListWithdrawalsHandler implements IQueryHandler<ListWithdrawals> {
  constructor(private readonly database: Database) {}

  async execute({ operatorId, page: { filter, after, limit } }: ListWithdrawals): Promise<Page<WithdrawalRecord>> {
    if (filter.stages?.length === 0) return { records: [], hasMore: false };
    const cursor = after && { requestedAt: after.createdAt, payoutId: after.id };
    const rows = await listPayouts(this.database, operatorId, filter, { after: cursor, limit: limit + 1 });
    return pageOf(rows, limit, recordOfRow);
  }
}
