import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { withDeadline } from '#libs/event-streams/deadline.js';
import { onboardingSteps } from '#libs/operators/onboarding-steps.js';
import type { OperatorCommand } from '#libs/operators/operator.js';
import { ChangeOperator } from '#libs/operators/operator.handlers.js';
import { Clock } from '#libs/platform/clock.js';
import type { Caller } from '../access/api-keys.js';
import { CallerOf, PlatformOnly } from '../access/route-access.js';
import { commandMetadata } from '../http/command-metadata.js';
import { notFound } from '../problems/api-problem.js';
import { ApiProblems, bodyProblems } from '../problems/problem.responses.js';
import { PageDto } from '../reading/page.dto.js';
import { listBy, requestedPage } from '../reading/page.js';
import { RecordApproverDto } from './approver.dto.js';
import { onboardingStep } from './onboarding-step.js';
import { OperatorDto, OperatorListDto, RecordStepDto, RegisterOperatorDto, WithdrawStepDto } from './operator.dto.js';
import { operatorResource } from './operator.resource.js';
import { FindOperator, ListOperators, operatorIdFormat } from './operators.queries.js';
import { rejectionProblem } from './rejection-problems.js';

/** After that the caller is told to ask again (F1.10); what was begun ends by itself, once. */
const patience = { ms: 2_000 };

@ApiTags('operators')
@Controller('v1/operators')
export class OperatorsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  @Post()
  @PlatformOnly()
  @ApiOperation({ summary: 'Register an operator', description: 'Its onboarding begins. Safe to repeat.' })
  @ApiCreatedResponse({ type: OperatorDto })
  @ApiProblems(...bodyProblems, 'invalid_state', 'internal_error', 'service_unavailable')
  async register(
    @CallerOf() caller: Caller,
    @Body() { operator_id: operatorId, name }: RegisterOperatorDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OperatorDto> {
    const data = { operatorId, name, by: `key:${caller.keyId}`, now: this.clock.now() };
    const resource = await this.change({ ...caller, operatorId }, { type: 'RegisterOperator', data }, request);
    void reply.header('location', `/v1/operators/${operatorId}`);
    return resource;
  }

  @Get()
  @PlatformOnly()
  @ApiOperation({ summary: 'List operators', description: 'The last registered first; new ones some moments later.' })
  @ApiOkResponse({ type: OperatorListDto })
  @ApiProblems('invalid_request', 'internal_error', 'service_unavailable')
  async list(@Query() query: PageDto): Promise<OperatorListDto> {
    const page = requestedPage(query, operatorIdFormat);
    const { records, hasMore } = await this.queries.execute(new ListOperators(page));
    const resources = records.map((operator) => operatorResource(operator));
    return listBy(resources, hasMore, ({ registered_at: registeredAt }) => registeredAt);
  }

  @Get(':id')
  @PlatformOnly()
  @ApiOperation({ summary: 'Get an operator', description: 'With the steps of its onboarding that are missing.' })
  @ApiParam({ name: 'id', example: 'acme' })
  @ApiOkResponse({ type: OperatorDto })
  @ApiProblems('resource_not_found', 'internal_error', 'service_unavailable')
  async find(@Param('id') id: string): Promise<OperatorDto> {
    return operatorResource((await this.queries.execute(new FindOperator(id))).operator);
  }

  @Post(':id/steps')
  @HttpCode(200)
  @PlatformOnly()
  @ApiOperation({
    summary: 'Record a step of the onboarding as done',
    description: 'Live money moves once all of them are. Safe to repeat.',
  })
  @ApiParam({ name: 'id', example: 'acme' })
  @ApiOkResponse({ type: OperatorDto })
  @ApiProblems(...bodyProblems, 'resource_not_found', 'invalid_state', 'internal_error', 'service_unavailable')
  async recordStep(
    @CallerOf() caller: Caller,
    @Param('id') operatorId: string,
    @Body() body: RecordStepDto,
    @Req() request: FastifyRequest,
  ): Promise<OperatorDto> {
    const { evidence } = body;
    const data = { done: onboardingStep(body), by: `key:${caller.keyId}`, evidence, now: this.clock.now() };
    return this.change({ ...caller, operatorId }, { type: 'RecordStep', data }, request);
  }

  @Post(':id/steps/:step/withdraw')
  @HttpCode(200)
  @PlatformOnly()
  @ApiOperation({ summary: 'Say that a step holds no longer', description: 'It is missing again from then on.' })
  @ApiParam({ name: 'id', example: 'acme' })
  @ApiParam({ name: 'step', enum: onboardingSteps })
  @ApiOkResponse({ type: OperatorDto })
  @ApiProblems(...bodyProblems, 'resource_not_found', 'invalid_state', 'internal_error', 'service_unavailable')
  async withdrawStep(
    @CallerOf() caller: Caller,
    @Param() { id: operatorId = '', step: name }: Readonly<Record<string, string | undefined>>,
    @Body() { reason }: WithdrawStepDto,
    @Req() request: FastifyRequest,
  ): Promise<OperatorDto> {
    const step = onboardingSteps.find((known) => known === name);
    if (!step) throw notFound();
    const data = { step, by: `key:${caller.keyId}`, reason, now: this.clock.now() };
    return this.change({ ...caller, operatorId }, { type: 'WithdrawStep', data }, request);
  }

  @Put(':id/approver')
  @PlatformOnly()
  @ApiOperation({
    summary: 'Record who runs the approver of an operator',
    description: 'With its endpoint and version, instead of what was recorded before. Safe to repeat.',
  })
  @ApiParam({ name: 'id', example: 'acme' })
  @ApiOkResponse({ type: OperatorDto })
  @ApiProblems(...bodyProblems, 'resource_not_found', 'invalid_state', 'internal_error', 'service_unavailable')
  async recordApprover(
    @CallerOf() caller: Caller,
    @Param('id') operatorId: string,
    @Body() { hosted_by: hostedBy, endpoint, version }: RecordApproverDto,
    @Req() request: FastifyRequest,
  ): Promise<OperatorDto> {
    const data = { hostedBy, endpoint, version, by: `key:${caller.keyId}`, now: this.clock.now() };
    return this.change({ ...caller, operatorId }, { type: 'RecordHosting', data }, request);
  }

  /** `onBehalf` is the caller, acting for the operator that it is about (IN-02). */
  private async change(onBehalf: Caller, change: OperatorCommand, request: FastifyRequest): Promise<OperatorDto> {
    const { operatorId } = onBehalf;
    const metadata = commandMetadata(request, onBehalf, { correlationId: operatorId });
    const command = new ChangeOperator(operatorId, change, metadata);
    const outcome = await withDeadline(this.commands.execute(command), patience);
    if (!outcome.ok) throw rejectionProblem(outcome.rejection);
    return operatorResource(outcome.operator);
  }
}
