import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { withDeadline } from '#libs/event-streams/deadline.js';
import { Clock } from '#libs/platform/clock.js';
import { RequestTransfer } from '#libs/transfers/transfer.handlers.js';
import type { Caller } from '../access/api-keys.js';
import { CallerOf, PlatformOnly } from '../access/route-access.js';
import { commandMetadata } from '../http/command-metadata.js';
import { checkedIdempotencyKey } from '../idempotency/idempotency.js';
import { CreatesOnce, markCreated, patience } from '../idempotency/idempotent-route.js';
import { notFound } from '../problems/api-problem.js';
import { ApiProblems } from '../problems/problem.responses.js';
import { CreateTransferDto } from './create-transfer.dto.js';
import { ListTransfersDto } from './list-transfers.dto.js';
import { rejectionProblem } from './rejection-problems.js';
import { requestedTransfer } from './transfer-request.js';
import { TransferDto, TransferListDto } from './transfer.dto.js';
import { listResource, pageRequest } from './transfer.list.js';
import { requestedTransferRecord } from './transfer.record.js';
import { transferResource } from './transfer.resource.js';
import { FindTransfer, ListTransfers } from './transfers.queries.js';

@ApiTags('transfers')
@Controller('v1/transfers')
export class TransfersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  @Post()
  @PlatformOnly()
  @ApiOperation({
    summary: 'Fund an operator’s wallet',
    description:
      'Requests a transfer from a Master Wallet of yours to an operator’s wallet. The answer says that the request is stored; ' +
      'what becomes of it, `GET /v1/transfers/{id}` tells.',
  })
  @CreatesOnce(TransferDto, 'transfer')
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
    'wallet_not_eligible',
    'wallet_address_unknown',
    'internal_error',
    'service_unavailable',
  )
  async create(
    @CallerOf() caller: Caller,
    @Body() body: CreateTransferDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TransferDto> {
    const idempotencyKey = checkedIdempotencyKey(request.headers['idempotency-key']);
    const requested = requestedTransfer(body, { ...caller, idempotencyKey, now: this.clock.now() });
    const metadata = commandMetadata(request, caller, { correlationId: requested.transferId, idempotencyKey });
    const outcome = await withDeadline(this.commands.execute(new RequestTransfer(requested, metadata)), patience);
    if (!outcome.ok) throw rejectionProblem(outcome.rejection);
    markCreated(reply, { url: `/v1/transfers/${requested.transferId}`, replayed: outcome.replayed });
    return transferResource(requestedTransferRecord(outcome.request));
  }

  @Get()
  @PlatformOnly()
  @ApiOperation({ summary: 'List transfers', description: 'All of them, the newest first, some moments behind.' })
  @ApiOkResponse({ type: TransferListDto })
  @ApiProblems('invalid_request', 'internal_error', 'service_unavailable')
  async list(@Query() query: ListTransfersDto): Promise<TransferListDto> {
    return listResource(await this.queries.execute(new ListTransfers(pageRequest(query))));
  }

  @Get(':id')
  @PlatformOnly()
  @ApiOperation({ summary: 'Get a transfer' })
  @ApiParam({ name: 'id', example: 'tr_mrlhq5ctm5rllb4zyzfv7npeqa' })
  @ApiOkResponse({ type: TransferDto })
  @ApiProblems('resource_not_found', 'internal_error', 'service_unavailable')
  async find(@Param('id') id: string): Promise<TransferDto> {
    const record = await this.queries.execute(new FindTransfer(id));
    if (!record) throw notFound();
    return transferResource(record);
  }
}
