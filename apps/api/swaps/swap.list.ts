import { listOf, requestedPage, type Page } from '../reading/page.js';
import { filterOf } from '../withdrawals/withdrawal.status.js';
import type { ListSwapsDto } from './list-swaps.dto.js';
import type { SwapListDto } from './swap.dto.js';
import type { SwapRecord } from './swap.record.js';
import { swapResource } from './swap.resource.js';
import { swapIdFormat, type SwapPageRequest } from './swaps.queries.js';

/** @throws ApiProblem when the cursor is none. */
export function pageRequest(query: ListSwapsDto): SwapPageRequest {
  return {
    ...requestedPage(query, swapIdFormat),
    filter: {
      ...(query.status && filterOf(query.status)),
      operatorId: query.operator_id,
      walletId: query.wallet_id,
      reference: query.reference,
    },
  };
}

export function listResource({ records, hasMore }: Page<SwapRecord>): SwapListDto {
  return listOf(
    records.map((record) => swapResource(record)),
    hasMore,
  );
}
