import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../access/api-keys.js';
import { Authenticated, CallerOf } from '../access/route-access.js';
import { visibleTo } from '../access/visible-to.js';
import { notFound } from '../problems/api-problem.js';
import { ApiProblems } from '../problems/problem.responses.js';
import { listOf, requestedPage } from '../reading/page.js';
import { ListSweepsDto, SweepDto, SweepListDto } from './sweep.dto.js';
import { sweepResource } from './sweep.resource.js';
import { ListSweeps, sweepIdFormat } from './sweeps.queries.js';

@ApiTags('sweeps')
@Controller('v1/sweeps')
export class SweepsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Authenticated()
  @ApiOperation({
    summary: 'List sweeps',
    description:
      'What the provider moved out of deposit wallets into the Master Wallet, the newest first, some moments behind: ' +
      'those that took from a wallet of yours, with your part of them; all of them for the platform.',
  })
  @ApiOkResponse({ type: SweepListDto })
  @ApiProblems('invalid_request', 'internal_error', 'service_unavailable')
  async list(@CallerOf() caller: Caller, @Query() query: ListSweepsDto): Promise<SweepListDto> {
    const { status: state, wallet_id: walletId, operator_id: operatorId } = query;
    const filter = { state, walletId, operatorId: visibleTo(caller) ?? operatorId };
    const page = requestedPage(query, sweepIdFormat);
    const { records, hasMore } = await this.queries.execute(new ListSweeps(filter, page));
    const resources = records.map((item) => sweepResource(item, visibleTo(caller)));
    return listOf(resources, hasMore);
  }

  @Get(':id')
  @Authenticated()
  @ApiOperation({ summary: 'Get a sweep', description: 'As far as it took from wallets of yours.' })
  @ApiParam({ name: 'id', description: 'The provider’s id of the transaction.', example: 'clx3k2v9a000108l4h7q2e5yz' })
  @ApiOkResponse({ type: SweepDto })
  @ApiProblems('resource_not_found', 'internal_error', 'service_unavailable')
  async find(@CallerOf() caller: Caller, @Param('id') id: string): Promise<SweepDto> {
    if (!sweepIdFormat.test(id)) throw notFound();
    const filter = { id, operatorId: visibleTo(caller) };
    const { records } = await this.queries.execute(new ListSweeps(filter, { after: undefined, limit: 1 }));
    const [item] = records;
    if (!item) throw notFound();
    return sweepResource(item, visibleTo(caller));
  }
}
