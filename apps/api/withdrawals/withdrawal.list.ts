import { isDay } from '../operators/day.validator.js';
import { invalidRequest } from '../problems/api-problem.js';
import { listOf, requestedPage, type Page } from '../reading/page.js';
import type { ListWithdrawalsDto } from './list-withdrawals.dto.js';
import type { WithdrawalListDto } from './withdrawal.dto.js';
import type { WithdrawalRecord } from './withdrawal.record.js';
import { withdrawalResource } from './withdrawal.resource.js';
import { filterOf } from './withdrawal.status.js';
import { payoutIdFormat, type WithdrawalPageRequest } from './withdrawals.queries.js';

/** @throws ApiProblem when an instant or the cursor is none. */
export function pageRequest(query: ListWithdrawalsDto): WithdrawalPageRequest {
  return {
    ...requestedPage(query, payoutIdFormat),
    filter: {
      ...(query.status && filterOf(query.status)),
      playerId: query.player_id,
      reference: query.reference,
      walletId: query.wallet_id,
      requestedFrom: instantOf('created_from', query.created_from),
      requestedBefore: instantOf('created_to', query.created_to),
    },
  };
}

export function listResource({ records, hasMore }: Page<WithdrawalRecord>): WithdrawalListDto {
  return listOf(
    records.map((record) => withdrawalResource(record)),
    hasMore,
  );
}

function instantOf(field: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const instant = new Date(text);
  // `Date` goes on from a day that does not exist to one that does.
  if (Number.isNaN(instant.getTime()) || !isDay(text.slice(0, 10))) throw invalidRequest(field, 'is not an instant');
  return instant;
}
