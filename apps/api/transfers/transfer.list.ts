import { listOf, requestedPage, type Page } from '../reading/page.js';
import type { ListTransfersDto } from './list-transfers.dto.js';
import type { TransferListDto } from './transfer.dto.js';
import type { TransferRecord } from './transfer.record.js';
import { transferResource } from './transfer.resource.js';
import { filterOf } from './transfer.status.js';
import { transferIdFormat, type TransferPageRequest } from './transfers.queries.js';

/** @throws ApiProblem when the cursor is none. */
export function pageRequest(query: ListTransfersDto): TransferPageRequest {
  return {
    ...requestedPage(query, transferIdFormat),
    filter: {
      ...(query.status && filterOf(query.status)),
      fromWalletId: query.from_wallet_id,
      toWalletId: query.to_wallet_id,
      reference: query.reference,
    },
  };
}

export function listResource({ records, hasMore }: Page<TransferRecord>): TransferListDto {
  return listOf(
    records.map((record) => transferResource(record)),
    hasMore,
  );
}
