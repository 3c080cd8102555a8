import type { PayoutCursor } from '#projections/payouts/payouts.queries.js';
import { invalidRequest } from '../problems/api-problem.js';
import type { ListWithdrawalsDto } from './list-withdrawals.dto.js';
import type { WithdrawalPage, WithdrawalPageRequest } from './withdrawals.queries.js';
import type { WithdrawalListDto } from './withdrawal.dto.js';
import { withdrawalResource } from './withdrawal.resource.js';
import { filterOf } from './withdrawal.status.js';

const limit_default = 50;
const cursorFormat = /^(\d{1,15})\.(po_[a-z2-7]{26})$/;

/** @throws ApiProblem when an instant or the cursor is none. */
export function pageRequest(query: ListWithdrawalsDto): WithdrawalPageRequest {
  return {
    filter: {
      ...(query.status && filterOf(query.status)),
      playerId: query.player_id,
      reference: query.reference,
      walletId: query.wallet_id,
      requestedFrom: instantOf('created_from', query.created_from),
      requestedBefore: instantOf('created_to', query.created_to),
    },
    after: query.cursor === undefined ? undefined : cursorOf(query.cursor),
    limit: Number(query.limit ?? limit_default),
  };
}

export function listResource({ records, hasMore }: WithdrawalPage): WithdrawalListDto {
  const last = records.at(-1);
  return {
    object: 'list',
    data: records.map((record) => withdrawalResource(record)),
    has_more: hasMore,
    next_cursor: hasMore && last ? cursorText({ requestedAt: last.createdAt, payoutId: last.payoutId }) : null,
  };
}

/** A place in the list. Holds no secret and no right: the tenant still comes from the credential. */
function cursorText({ requestedAt, payoutId }: PayoutCursor): string {
  return Buffer.from(`${requestedAt.getTime()}.${payoutId}`).toString('base64url');
}

function cursorOf(text: string): PayoutCursor {
  const [, milliseconds, payoutId] = cursorFormat.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (milliseconds === undefined || payoutId === undefined) throw invalidRequest('cursor', 'is not one of ours');
  return { requestedAt: new Date(Number(milliseconds)), payoutId };
}

function instantOf(field: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) throw invalidRequest(field, 'is not an instant');
  return instant;
}
