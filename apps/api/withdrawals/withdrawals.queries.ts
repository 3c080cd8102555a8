import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EventStreams } from '#libs/event-streams/event-streams.js';
import { payoutStream } from '#libs/payouts/payout.codec.js';
import { Database } from '#libs/read-store/database.js';
import { findPayout, listPayouts, type PayoutCursor, type PayoutFilter } from '#projections/payouts/payouts.queries.js';
import { listPage, type ListPage } from '../lists/list-page.js';
import { isDatabaseUnavailable } from '../problems/database-unavailable.js';
import type { WithdrawalRecord } from './withdrawal.record.js';
import { projectedRow, recordOfRow } from './withdrawal.rows.js';

/** Undefined for what does not exist and for what is another operator's. */
export class FindWithdrawal extends Query<WithdrawalRecord | undefined> {
  constructor(
    readonly operatorId: string,
    readonly payoutId: string,
  ) {
    super();
  }
}

const payoutIdFormat = /^po_[a-z2-7]{26}$/;

@QueryHandler(FindWithdrawal)
export class FindWithdrawalHandler implements IQueryHandler<FindWithdrawal> {
  constructor(
    private readonly database: Database,
    private readonly streams: EventStreams,
  ) {}

  async execute({ operatorId, payoutId }: FindWithdrawal): Promise<WithdrawalRecord | undefined> {
    if (!payoutIdFormat.test(payoutId)) return undefined;
    const row = (await this.read(operatorId, payoutId)) ?? (await this.project(payoutId));
    const isTheirs = row?.operator_id === operatorId && row.transfer_id === null; // A transfer's leg is no withdrawal.
    return isTheirs ? recordOfRow(row) : undefined;
  }

  /** Without the read store there is still the log (F1.9). */
  private async read(operatorId: string, payoutId: string) {
    try {
      return await findPayout(this.database, operatorId, payoutId);
    } catch (error) {
      if (isDatabaseUnavailable(error)) return undefined;
      throw error;
    }
  }

  private async project(payoutId: string) {
    const { events } = await this.streams.read(payoutStream(payoutId));
    return projectedRow(events);
  }
}

export interface WithdrawalPageRequest {
  readonly filter: PayoutFilter & { readonly underReview?: boolean };
  readonly after: PayoutCursor | undefined;
  readonly limit: number;
}

export type WithdrawalPage = ListPage<WithdrawalRecord>;

export class ListWithdrawals extends Query<WithdrawalPage> {
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

  async execute({ operatorId, page: { filter, after, limit } }: ListWithdrawals): Promise<WithdrawalPage> {
    if (filter.stages?.length === 0) return { records: [], hasMore: false };
    const rows = await listPayouts(this.database, operatorId, filter, { after, limit: limit + 1 });
    const page = listPage(rows, limit);
    return { ...page, records: page.records.map((row) => recordOfRow(row)) };
  }
}
