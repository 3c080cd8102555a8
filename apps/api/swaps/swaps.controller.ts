import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { withDeadline } from '#libs/event-streams/deadline.js';
import { Clock } from '#libs/platform/clock.js';
import { RequestSwap } from '#libs/swaps/swap.handlers.js';
import type { Caller } from '../access/api-keys.js';
import { CallerOf, PlatformOnly } from '../access/route-access.js';
import { commandMetadata } from '../http/command-metadata.js';
import { checkedIdempotencyKey } from '../idempotency/idempotency.js';
import { CreatesOnce, markCreated, patience } from '../idempotency/idempotent-route.js';
import { notFound } from '../problems/api-problem.js';
import { ApiProblems } from '../problems/problem.responses.js';
import { CreateSwapDto } from './create-swap.dto.js';
import { ListSwapsDto } from './list-swaps.dto.js';
import { rejectionProblem } from './rejection-problems.js';
import { requestedSwap } from './swap-request.js';
import { SwapDto, SwapListDto } from './swap.dto.js';
import { listResource, pageRequest } from './swap.list.js';
import { requestedSwapRecord } from './swap.record.js';
import { swapResource } from './swap.resource.js';
import { FindSwap, ListSwaps } from './swaps.queries.js';

@ApiTags('swaps')
@Controller('v1/swaps')
export class SwapsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  @Post()
  @PlatformOnly()
  @ApiOperation({
    summary: 'Swap one asset into another',
    description:
      'Requests a swap inside a Master Wallet or an operator’s wallet. The answer says that the request is stored; what ' +
      'becomes of it, and what came out, `GET /v1/swaps/{id}` tells.',
  })
  @CreatesOnce(SwapDto, 'swap')
  @ApiProblems(
    'invalid_request',
    'resource_not_found',
    'idempotency_conflict',
    'operator_not_live',
    'network_not_allowed',
    'payload_too_large',
    'unsupported_media_type',
    'invalid_amount',
    'unknown_asset',
    'internal_error',
    'service_unavailable',
  )
  async create(
    @CallerOf() caller: Caller,
    @Body() body: CreateSwapDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SwapDto> {
    const idempotencyKey = checkedIdempotencyKey(request.headers['idempotency-key']);
    const requested = requestedSwap(body, { ...caller, idempotencyKey, now: this.clock.now() });
    const { swapId, operatorId } = requested;
    const metadata = commandMetadata(request, { ...caller, operatorId }, { correlationId: swapId, idempotencyKey });
    const outcome = await withDeadline(this.commands.execute(new RequestSwap(requested, metadata)), patience);
    if (!outcome.ok) throw rejectionProblem(outcome.rejection);
    markCreated(reply, { url: `/v1/swaps/${swapId}`, replayed: outcome.replayed });
    return swapResource(requestedSwapRecord(outcome.request));
  }

  @Get()
  @PlatformOnly()
  @ApiOperation({ summary: 'List swaps', description: 'All of them, the newest first, some moments behind.' })
  @ApiOkResponse({ type: SwapListDto })
  @ApiProblems('invalid_request', 'internal_error', 'service_unavailable')
  async list(@Query() query: ListSwapsDto): Promise<SwapListDto> {
    return listResource(await this.queries.execute(new ListSwaps(pageRequest(query))));
  }

  @Get(':id')
  @PlatformOnly()
  @ApiOperation({ summary: 'Get a swap' })
  @ApiParam({ name: 'id', example: 'sw_mrlhq5ctm5rllb4zyzfv7npeqa' })
  @ApiOkResponse({ type: SwapDto })
  @ApiProblems('resource_not_found', 'internal_error', 'service_unavailable')
  async find(@Param('id') id: string): Promise<SwapDto> {
    const record = await this.queries.execute(new FindSwap(id));
    if (!record) throw notFound();
    return swapResource(record);
  }
}
