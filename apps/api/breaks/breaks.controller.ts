import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Clock } from '#libs/platform/clock.js';
import { openedWithin } from '#libs/reconciliation/suggestions.js';
import { PlatformOnly } from '../access/route-access.js';
import { notFound } from '../problems/api-problem.js';
import { ApiProblems } from '../problems/problem.responses.js';
import { listBy, requestedPage } from '../reading/page.js';
import { BreakListDto, BreakWithHistoryDto, ListBreaksDto } from './break.dto.js';
import { breakResource, breakWithHistory } from './break.resource.js';
import { bucketOf, kindOf } from './break.words.js';
import { breakIdFormat, FindBreak, ListBreaks } from './breaks.queries.js';

@ApiTags('breaks')
@Controller('v1/breaks')
export class BreaksController {
  constructor(
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  @Get()
  @PlatformOnly()
  @ApiOperation({
    summary: 'List breaks',
    description: 'Differences between the books and the provider, the last opened first, some moments behind.',
  })
  @ApiOkResponse({ type: BreakListDto })
  @ApiProblems('invalid_request', 'internal_error', 'service_unavailable')
  async list(@Query() query: ListBreaksDto): Promise<BreakListDto> {
    const now = this.clock.now();
    const { after, until } = query.age ? openedWithin(bucketOf(query.age), now) : {};
    const filter = {
      status: query.state,
      kind: kindOf(query.kind),
      severity: query.severity,
      owner: query.owner,
      operatorId: query.operator_id,
      walletId: query.wallet_id,
      subjectId: query.subject_id,
      openedAfter: after,
      openedUntil: until,
    };
    const { records, hasMore } = await this.queries.execute(
      new ListBreaks(filter, requestedPage(query, breakIdFormat)),
    );
    const resources = records.map((row) => breakResource(row, now));
    return listBy(resources, hasMore, ({ opened_at: openedAt }) => openedAt);
  }

  @Get(':id')
  @PlatformOnly()
  @ApiOperation({ summary: 'Get a break', description: 'With what happened to it, out of the log.' })
  @ApiParam({ name: 'id', example: 'br_33q33rxef7gxgczne5kynk5b' })
  @ApiOkResponse({ type: BreakWithHistoryDto })
  @ApiProblems('resource_not_found', 'internal_error', 'service_unavailable')
  async find(@Param('id') id: string): Promise<BreakWithHistoryDto> {
    const found = await this.queries.execute(new FindBreak(id));
    if (!found) throw notFound();
    return breakWithHistory(found.row, found.events, this.clock.now());
  }
}
