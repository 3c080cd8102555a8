import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../access/api-keys.js';
import { Authenticated, CallerOf } from '../access/route-access.js';
import { visibleTo } from '../access/visible-to.js';
import { ApiProblems } from '../problems/problem.responses.js';
import { listBy, requestedPage } from '../reading/page.js';
import { FeeListDto, ListFeesDto } from './fee.dto.js';
import { feeResource } from './fee.resource.js';
import { feeIdFormat, ListFees } from './fees.queries.js';

@ApiTags('fees')
@Controller('v1/fees')
export class FeesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Authenticated()
  @ApiOperation({
    summary: 'List fees',
    description:
      'What transactions cost on their chains, as the provider told last and as it is booked, and what the provider charged ' +
      'by invoice: yours, the last told first, some moments behind; all of them for the platform.',
  })
  @ApiOkResponse({ type: FeeListDto })
  @ApiProblems('invalid_request', 'internal_error', 'service_unavailable')
  async list(@CallerOf() caller: Caller, @Query() query: ListFeesDto): Promise<FeeListDto> {
    const { kind, wallet_id: walletId, subject_id: movementId, operator_id: operatorId } = query;
    const ofWhom = { walletId, operatorId: visibleTo(caller) ?? operatorId };
    const filter = { kind, movementId, ...ofWhom, ...(query.unclear && ({ unclear: true } as const)) };
    const page = requestedPage(query, feeIdFormat);
    const { records, hasMore } = await this.queries.execute(new ListFees(filter, page));
    const resources = records.map((row) => feeResource(row));
    return listBy(resources, hasMore, ({ observed_at: observedAt }) => observedAt);
  }
}
