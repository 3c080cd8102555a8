import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../access/api-keys.js';
import { Authenticated, CallerOf } from '../access/route-access.js';
import { visibleTo } from '../access/visible-to.js';
import { requestedPage } from '../reading/page.js';
import { notFound } from '../problems/api-problem.js';
import { ApiProblems } from '../problems/problem.responses.js';
import { DepositDto, DepositListDto, ListDepositsDto } from './deposit.dto.js';
import { depositList, depositResource } from './deposit.resource.js';
import { depositIdFormat, FindDeposit, ListDeposits } from './deposits.queries.js';

@ApiTags('deposits')
@Controller('v1/deposits')
export class DepositsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Authenticated()
  @ApiOperation({
    summary: 'List deposits',
    description:
      'What customers paid, at their addresses and for orders: yours, the newest first, some moments behind. For the ' +
      'platform, everybody’s, and what nobody can place.',
  })
  @ApiOkResponse({ type: DepositListDto })
  @ApiProblems('invalid_request', 'internal_error', 'service_unavailable')
  async list(@CallerOf() caller: Caller, @Query() query: ListDepositsDto): Promise<DepositListDto> {
    const { status: state, kind, customer_key: customerKey, wallet_id: walletId } = query;
    const filter = { state, kind, customerKey, walletId };
    return depositList(
      await this.queries.execute(new ListDeposits(visibleTo(caller), filter, requestedPage(query, depositIdFormat))),
    );
  }

  @Get(':id')
  @Authenticated()
  @ApiOperation({ summary: 'Get a deposit', description: 'Of either kind.' })
  @ApiParam({ name: 'id', example: 'dep_mrlhq5ctm5rllb4zyzfv7npeqa' })
  @ApiOkResponse({ type: DepositDto })
  @ApiProblems('resource_not_found', 'internal_error', 'service_unavailable')
  async find(@CallerOf() caller: Caller, @Param('id') id: string): Promise<DepositDto> {
    const item = await this.queries.execute(new FindDeposit(visibleTo(caller), id));
    if (!item) throw notFound();
    return depositResource(item);
  }
}
