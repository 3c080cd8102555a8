import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EventStreams } from '#libs/event-streams/event-streams.js';
import { payoutStream } from '#libs/payouts/payout.codec.js';
import { Database } from '#libs/read-store/database.js';
import { transferStream } from '#libs/transfers/transfer.codec.js';
import { legOf } from '#libs/transfers/transfer.js';
import { payouts } from '#projections/payouts/payouts.projection.js';
import { payout } from '#projections/payouts/payouts.tables.js';
import { transfers } from '#projections/transfers/transfers.projection.js';
import { findTransfer, listTransfers, type TransferFilter } from '#projections/transfers/transfers.queries.js';
import { transfer } from '#projections/transfers/transfers.tables.js';
import { currentRow, projectedRow } from '../reading/current-row.js';
import { pageOf, type Page, type PageRequest } from '../reading/page.js';
import { recordOfRow, type TransferRecord } from './transfer.record.js';

/** Undefined for what does not exist. */
export class FindTransfer extends Query<TransferRecord | undefined> {
  constructor(readonly transferId: string) {
    super();
  }
}

export const transferIdFormat = /^tr_[a-z2-7]{26}$/;

@QueryHandler(FindTransfer)
export class FindTransferHandler implements IQueryHandler<FindTransfer> {
  constructor(
    private readonly database: Database,
    private readonly streams: EventStreams,
  ) {}

  async execute({ transferId }: FindTransfer): Promise<TransferRecord | undefined> {
    if (!transferIdFormat.test(transferId)) return undefined;
    const row = await currentRow({
      fromReadModel: () => findTransfer(this.database, transferId),
      fromLog: async () => {
        const [own, leg] = await Promise.all([
          this.streams.read(transferStream(transferId)),
          this.streams.read(payoutStream(legOf(transferId))),
        ]);
        const cells = projectedRow(own.events, transfers, transfer);
        const { review_reason, review_since } = projectedRow(leg.events, payouts, payout) ?? {};
        return cells && { ...cells, review_reason, review_since };
      },
    });
    return row && recordOfRow(row);
  }
}

export interface TransferPageRequest extends PageRequest {
  readonly filter: TransferFilter;
}

export class ListTransfers extends Query<Page<TransferRecord>> {
  constructor(readonly page: TransferPageRequest) {
    super();
  }
}

@QueryHandler(ListTransfers)
export class ListTransfersHandler implements IQueryHandler<ListTransfers> {
  constructor(private readonly database: Database) {}

  async execute({ page: { filter, after, limit } }: ListTransfers): Promise<Page<TransferRecord>> {
    const cursor = after && { requestedAt: after.createdAt, transferId: after.id };
    const rows = await listTransfers(this.database, filter, { after: cursor, limit: limit + 1 });
    return pageOf(rows, limit, recordOfRow);
  }
}
