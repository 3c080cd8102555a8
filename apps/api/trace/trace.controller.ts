import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../access/api-keys.js';
import { Authenticated, CallerOf } from '../access/route-access.js';
import { storable } from '../fields/storable.js';
import { ApiProblems } from '../problems/problem.responses.js';
import { TraceListDto } from './trace.dto.js';
import { FindTraces } from './trace.queries.js';
import { traceResource } from './trace.resource.js';

@ApiTags('references')
@Controller('v1/trace')
export class TraceController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':reference')
  @Authenticated()
  @ApiOperation({
    summary: 'Trace anything by any reference',
    description:
      'From whatever finds it – see references – to all that happened: the request, its bookings, what the signing gate ' +
      'said, the provider’s webhooks, transfers and deposits that belong to it, as one timeline in the order of the log, ' +
      'and what is not known yet (PO-02, PO-07). Whatever else matches is not yours and not shown.',
  })
  @ApiParam({ name: 'reference', description: 'URL-encoded.', example: 'po_mrlhq5ctm5rllb4zyzfv7npeqa' })
  @ApiOkResponse({ type: TraceListDto })
  @ApiProblems('internal_error', 'service_unavailable')
  async trace(@CallerOf() caller: Caller, @Param('reference') reference: string): Promise<TraceListDto> {
    const { traces, hasMore } = await this.queries.execute(new FindTraces(caller, storable(reference)));
    return { object: 'list', data: traces.map((trace) => traceResource(trace, caller)), has_more: hasMore };
  }
}
