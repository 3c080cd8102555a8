import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { instanceToPlain } from 'class-transformer';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { withDeadline } from '#libs/event-streams/deadline.js';
import { ChangeFunding } from '#libs/operators/funding.handlers.js';
import { Clock } from '#libs/platform/clock.js';
import type { Caller } from '../access/api-keys.js';
import { ApprovedByAnother, CallerOf, PeopleOf, PlatformOnly, type People } from '../access/route-access.js';
import { knownAsset } from '../assets/known-asset.js';
import { payableAmount } from '../assets/payable-amount.js';
import { commandMetadata } from '../http/command-metadata.js';
import { notFound } from '../problems/api-problem.js';
import { ApiProblems, bodyProblems } from '../problems/problem.responses.js';
import { checkedIdempotencyKey, keyedId, requestHashOf } from '../idempotency/idempotency.js';
import { CreateFundingDto, FundingDto, ReverseFundingDto } from './funding.dto.js';
import { fundingResource } from './funding.resource.js';
import { FindFunding } from './fundings.queries.js';
import { rejectionProblem } from './rejection-problems.js';

const patience = { ms: 2_000 };

@ApiTags('operators')
@Controller('v1/operators/:id/fundings')
export class FundingsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  @Post()
  @PlatformOnly()
  @ApiOperation({
    summary: 'Record fiat that an operator sent',
    description: 'It is booked to the operator’s fiat at once, as of its value date. Nothing else moves.',
  })
  @ApiParam({ name: 'id', example: 'acme' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: true,
    description: 'One key for each payment of the bank. Repeats with the same body are answered as the first was.',
    schema: { type: 'string', minLength: 1, maxLength: 255, example: 'SEPA-2026-0001' },
  })
  @ApiCreatedResponse({ type: FundingDto })
  @ApiProblems(
    ...bodyProblems,
    'resource_not_found',
    'idempotency_conflict',
    'invalid_amount',
    'unknown_asset',
    'internal_error',
    'service_unavailable',
  )
  async create(
    @CallerOf() caller: Caller,
    @Param('id') operatorId: string,
    @Body() body: CreateFundingDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FundingDto> {
    const { request } = reply;
    const idempotencyKey = checkedIdempotencyKey(request.headers['idempotency-key']);
    const fundingId = keyedId('fund', operatorId, idempotencyKey);
    const data = { ...fundingOf(body), fundingId, operatorId, by: `key:${caller.keyId}`, recordedAt: this.clock.now() };
    const about = { correlationId: fundingId, idempotencyKey };
    const metadata = commandMetadata(request, { ...caller, operatorId }, about);
    const command = new ChangeFunding({ type: 'RecordFunding', data }, metadata);
    const outcome = await withDeadline(this.commands.execute(command), patience);
    if (!outcome.ok) throw rejectionProblem(outcome.rejection);
    if (outcome.replayed) void reply.header('idempotent-replayed', 'true');
    return fundingResource(outcome.funding);
  }

  @Get(':fundingId')
  @PlatformOnly()
  @ApiOperation({ summary: 'Get a funding' })
  @ApiParam({ name: 'id', example: 'acme' })
  @ApiParam({ name: 'fundingId', example: 'fund_mrlhq5ctm5rllb4zyzfv7npeqa' })
  @ApiOkResponse({ type: FundingDto })
  @ApiProblems('resource_not_found', 'internal_error', 'service_unavailable')
  async find(@Param('id') operatorId: string, @Param('fundingId') fundingId: string): Promise<FundingDto> {
    const funding = await this.queries.execute(new FindFunding(operatorId, fundingId));
    if (!funding) throw notFound();
    return fundingResource(funding);
  }

  @Post(':fundingId/reverse')
  @HttpCode(200)
  @PlatformOnly()
  @ApprovedByAnother()
  @ApiOperation({
    summary: 'Reverse a funding',
    description: 'As a whole, and it takes two people. What was spent meanwhile, the operator owes. Safe to repeat.',
  })
  @ApiParam({ name: 'id', example: 'acme' })
  @ApiParam({ name: 'fundingId', example: 'fund_mrlhq5ctm5rllb4zyzfv7npeqa' })
  @ApiOkResponse({ type: FundingDto })
  @ApiProblems(...bodyProblems, 'resource_not_found', 'internal_error', 'service_unavailable')
  async reverse(
    @PeopleOf() { caller, approver }: People,
    @Param() { id: operatorId = '', fundingId = '' }: Readonly<Record<string, string | undefined>>,
    @Body() { reason }: ReverseFundingDto,
    @Req() request: FastifyRequest,
  ): Promise<FundingDto> {
    if (!(await this.queries.execute(new FindFunding(operatorId, fundingId)))) throw notFound();
    const people = { by: `key:${caller.keyId}`, approvedBy: `key:${(approver ?? caller).keyId}` };
    const data = { fundingId, reason, ...people, reversedAt: this.clock.now() };
    const metadata = commandMetadata(request, { ...caller, operatorId }, { correlationId: fundingId });
    const command = new ChangeFunding({ type: 'ReverseFunding', data }, metadata);
    const outcome = await withDeadline(this.commands.execute(command), patience);
    if (!outcome.ok) throw rejectionProblem(outcome.rejection);
    return fundingResource(outcome.funding);
  }
}

function fundingOf(body: CreateFundingDto) {
  const { reference, value_date: valueDate, evidence } = body;
  const amount = payableAmount(body.amount, knownAsset(body.asset));
  return { amount, reference, valueDate, evidence, requestHash: requestHashOf(instanceToPlain(body)) };
}
