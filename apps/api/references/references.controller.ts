import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FoundReference } from '#projections/references/references.queries.js';
import type { Caller } from '../access/api-keys.js';
import { Authenticated, CallerOf } from '../access/route-access.js';
import { snakeCase } from '../fields/snake-case.js';
import { storable } from '../fields/storable.js';
import { ApiProblems } from '../problems/problem.responses.js';
import { ReferenceListDto, type ReferenceDto } from './reference.dto.js';
import { FindReferences } from './references.queries.js';

@ApiTags('references')
@Controller('v1/references')
export class ReferencesController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':reference')
  @Authenticated()
  @ApiOperation({
    summary: 'Find anything by any reference',
    description:
      'Our id, your request id, idempotency key or reference, the provider’s id, a transaction hash, an address, a ' +
      'player or a customer key (PO-08). Whatever else matches is not yours and not shown; transfers, swaps and sweeps, the platform sees.',
  })
  @ApiParam({ name: 'reference', description: 'URL-encoded.', example: 'p_4827' })
  @ApiOkResponse({ type: ReferenceListDto })
  @ApiProblems('internal_error', 'service_unavailable')
  async find(@CallerOf() caller: Caller, @Param('reference') reference: string): Promise<ReferenceListDto> {
    const found = await this.queries.execute(new FindReferences(caller, storable(reference)));
    return { object: 'list', data: found.map((each) => referenceResource(each)) };
  }
}

function referenceResource({ kind, resource, resourceId, recordedAt }: FoundReference): ReferenceDto {
  return {
    kind: snakeCase(kind),
    resource,
    id: resourceId,
    url: `/v1/${resource}s/${resourceId}`,
    recorded_at: recordedAt.toISOString(),
  };
}
