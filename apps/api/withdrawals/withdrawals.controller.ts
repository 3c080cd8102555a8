import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { withDeadline } from '#libs/event-streams/deadline.js';
import { RequestPayout } from '#libs/payouts/payout.handlers.js';
import { Clock } from '#libs/platform/clock.js';
import type { Caller } from '../access/api-keys.js';
import { Authenticated, CallerOf } from '../access/route-access.js';
import { commandMetadata } from '../http/command-metadata.js';
import { checkedIdempotencyKey } from '../idempotency/idempotency.js';
import { CreatesOnce, markCreated, patience } from '../idempotency/idempotent-route.js';
import { notFound } from '../problems/api-problem.js';
import { ApiProblems } from '../problems/problem.responses.js';
import { CreateWithdrawalDto } from './create-withdrawal.dto.js';
import { ListWithdrawalsDto } from './list-withdrawals.dto.js';
import { rejectionProblem } from './rejection-problems.js';
import { requestedPayout } from './withdrawal-request.js';
import { WithdrawalDto, WithdrawalListDto } from './withdrawal.dto.js';
import { listResource, pageRequest } from './withdrawal.list.js';
import { requestedWithdrawal } from './withdrawal.record.js';
import { withdrawalResource } from './withdrawal.resource.js';
import { FindWithdrawal, ListWithdrawals } from './withdrawals.queries.js';

@ApiTags('withdrawals')
@Controller('v1/withdrawals')
export class WithdrawalsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Authenticated()
  @ApiOperation({
    summary: 'Pay a player',
    description:
      'Requests a payout from one of your wallets to a player’s address. The answer says that the request is stored; ' +
      'what becomes of it, `GET /v1/withdrawals/{id}` tells.',
  })
  @CreatesOnce(WithdrawalDto, 'withdrawal')
  @ApiProblems(
    'invalid_request',
    'resource_not_found',
    'idempotency_conflict',
    'operator_not_live',
    'network_not_allowed',
    'destination_not_in_book',
    'payload_too_large',
    'unsupported_media_type',
    'invalid_amount',
    'invalid_destination',
    'unknown_asset',
    'internal_error',
    'service_unavailable',
  )
  async create(
    @CallerOf() caller: Caller,
    @Body() body: CreateWithdrawalDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WithdrawalDto> {
    const idempotencyKey = checkedIdempotencyKey(request.headers['idempotency-key']);
    const requested = requestedPayout(body, { ...caller, idempotencyKey, now: this.clock.now() });
    const metadata = commandMetadata(request, caller, { correlationId: requested.payoutId, idempotencyKey });
    const outcome = await withDeadline(this.commands.execute(new RequestPayout(requested, metadata)), patience);
    if (!outcome.ok) throw rejectionProblem(outcome.rejection);
    markCreated(reply, { url: `/v1/withdrawals/${requested.payoutId}`, replayed: outcome.replayed });
    return withdrawalResource(requestedWithdrawal(outcome.request));
  }

  @Get()
  @Authenticated()
  @ApiOperation({ summary: 'List withdrawals', description: 'Yours, the newest first, some moments behind.' })
  @ApiOkResponse({ type: WithdrawalListDto })
  @ApiProblems('invalid_request', 'internal_error', 'service_unavailable')
  async list(@CallerOf() { operatorId }: Caller, @Query() query: ListWithdrawalsDto): Promise<WithdrawalListDto> {
    return listResource(await this.queries.execute(new ListWithdrawals(operatorId, pageRequest(query))));
  }

  @Get(':id')
  @Authenticated()
  @ApiOperation({ summary: 'Get a withdrawal' })
  @ApiParam({ name: 'id', example: 'po_mrlhq5ctm5rllb4zyzfv7npeqa' })
  @ApiOkResponse({ type: WithdrawalDto })
  @ApiProblems('resource_not_found', 'internal_error', 'service_unavailable')
  async find(@CallerOf() { operatorId }: Caller, @Param('id') id: string): Promise<WithdrawalDto> {
    const record = await this.queries.execute(new FindWithdrawal(operatorId, id));
    if (!record) throw notFound();
    return withdrawalResource(record);
  }
}
