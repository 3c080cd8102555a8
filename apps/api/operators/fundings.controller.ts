import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiHeader, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { instanceToPlain } from 'class-transformer';
import type { FastifyReply } from 'fastify';
import { withDeadline } from '#libs/event-streams/deadline.js';
import { formatAmount, parseAmount } from '#libs/money/amount-text.js';
import type { Money } from '#libs/money/money.js';
import { ChangeFunding, type RecordedFunding } from '#libs/operators/funding.handlers.js';
import { Clock } from '#libs/platform/clock.js';
import type { Caller } from '../access/api-keys.js';
import { CallerOf, PlatformOnly } from '../access/route-access.js';
import { assetText, knownAsset } from '../assets/known-asset.js';
import { commandMetadata } from '../http/command-metadata.js';
import { unprocessable } from '../problems/api-problem.js';
import { ApiProblems } from '../problems/problem.responses.js';
import { checkedIdempotencyKey, keyedId, requestHashOf } from '../idempotency/idempotency.js';
import { CreateFundingDto, FundingDto } from './funding.dto.js';
import { rejectionProblem } from './rejection-problems.js';

const patience = { ms: 2_000 };

@ApiTags('operators')
@Controller('v1/operators/:id/fundings')
export class FundingsController {
  constructor(
    private readonly commands: CommandBus,
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
    'invalid_request',
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
}

function fundingOf(body: CreateFundingDto) {
  const { reference, value_date: valueDate, evidence } = body;
  return { amount: amountOf(body), reference, valueDate, evidence, requestHash: requestHashOf(instanceToPlain(body)) };
}

function amountOf({ amount, asset }: CreateFundingDto): Money {
  const parsed = parseAmount(amount, knownAsset(asset));
  if (parsed.ok) return parsed.money;
  throw unprocessable('invalid_amount', 'amount', `is ${parsed.problem.replaceAll('-', ' ')}`);
}

/** As it was recorded; a reversal since then shows in its status. */
function fundingResource({ status, funded }: RecordedFunding): FundingDto {
  return {
    object: 'funding',
    id: funded.fundingId,
    operator_id: funded.operatorId,
    status,
    amount: formatAmount(funded.amount),
    asset: assetText(funded.amount.asset),
    reference: funded.reference,
    value_date: funded.valueDate,
    evidence: funded.evidence,
    recorded_at: funded.recordedAt.toISOString(),
  };
}
