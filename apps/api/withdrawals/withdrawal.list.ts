import { nextCursor, pageOf } from '../lists/list-page.js';
import { invalidRequest } from '../problems/api-problem.js';
import type { ListWithdrawalsDto } from './list-withdrawals.dto.js';
import type { WithdrawalPage, WithdrawalPageRequest } from './withdrawals.queries.js';
import type { WithdrawalListDto } from './withdrawal.dto.js';
import { withdrawalResource } from './withdrawal.resource.js';
import { filterOf } from './withdrawal.status.js';

const idFormat = /^po_[a-z2-7]{26}$/;

/** @throws ApiProblem when an instant or the cursor is none. */
export function pageRequest(query: ListWithdrawalsDto): WithdrawalPageRequest {
  const { after, limit } = pageOf(query, idFormat);
  return {
    filter: {
      ...(query.status && filterOf(query.status)),
      playerId: query.player_id,
      reference: query.reference,
      walletId: query.wallet_id,
      requestedFrom: instantOf('created_from', query.created_from),
      requestedBefore: instantOf('created_to', query.created_to),
    },
    after: after && { requestedAt: after.at, payoutId: after.id },
    limit,
  };
}

export function listResource(page: WithdrawalPage): WithdrawalListDto {
  return {
    object: 'list',
    data: page.records.map((record) => withdrawalResource(record)),
    has_more: page.hasMore,
    next_cursor: nextCursor(page, ({ createdAt, payoutId }) => ({ at: createdAt, id: payoutId })),
  };
}

function instantOf(field: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) throw invalidRequest(field, 'is not an instant');
  return instant;
}
