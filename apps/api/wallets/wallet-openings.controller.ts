import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { withDeadline } from '#libs/event-streams/deadline.js';
import { isRegistered } from '#libs/operators/registered-operator-streams.js';
import { Clock } from '#libs/platform/clock.js';
import { openingCodec, openingStream } from '#libs/wallets/opening.codec.js';
import { RequestOpening } from '#libs/wallets/opening.handlers.js';
import { nameAtProvider, openingDecider, type Opening } from '#libs/wallets/opening.js';
import type { Caller } from '../access/api-keys.js';
import { CallerOf, PlatformOnly } from '../access/route-access.js';
import { snakeCase } from '../fields/snake-case.js';
import { commandMetadata } from '../http/command-metadata.js';
import { checkedIdempotencyKey, keyedId } from '../idempotency/idempotency.js';
import { CreatesOnce, markCreated, patience } from '../idempotency/idempotent-route.js';
import { ApiProblem, invalidRequest, notFound } from '../problems/api-problem.js';
import { ApiProblems } from '../problems/problem.responses.js';
import { CreateWalletDto, WalletOpeningDto } from './create-wallet.dto.js';
import { walletRoles } from './wallet.dto.js';
import { walletIdFormat } from './wallets.queries.js';

const statusWords = {
  requested: 'pending',
  asked: 'pending',
  unknown: 'unknown',
  refused: 'failed',
  opened: 'opened',
} as const;

/** Wallets that are to be opened at the provider (IN-22). The API stores the request; the worker opens. */
@ApiTags('wallets')
@Controller('v1/wallets')
export class WalletOpeningsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly aggregates: AggregateStore,
    private readonly clock: Clock,
  ) {}

  @Post()
  @PlatformOnly()
  @ApiOperation({
    summary: 'Open a wallet',
    description:
      'Requests a wallet at the provider. The answer says that the request is stored; what becomes of it, ' +
      '`GET /v1/wallets/{id}/opening` tells. It is opened once at most.',
  })
  @CreatesOnce(WalletOpeningDto, 'opening')
  @ApiProblems(
    'invalid_request',
    'resource_not_found',
    'idempotency_conflict',
    'payload_too_large',
    'unsupported_media_type',
    'internal_error',
    'service_unavailable',
  )
  async create(
    @CallerOf() caller: Caller,
    @Body() { operator_id: operatorId, role: word, name }: CreateWalletDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WalletOpeningDto> {
    const idempotencyKey = checkedIdempotencyKey(request.headers['idempotency-key']);
    const role = walletRoles.find((known) => snakeCase(known) === word);
    if (!role) throw invalidRequest('role', 'is not known');
    if (operatorId !== caller.operatorId && !(await isRegistered(this.aggregates, operatorId))) throw notFound();
    const walletId = keyedId('wal', caller.operatorId, idempotencyKey);
    const wanted = { walletId, operatorId, role, name: nameAtProvider(name, walletId) };
    const metadata = commandMetadata(request, { ...caller, operatorId }, { correlationId: walletId, idempotencyKey });
    const command = new RequestOpening({ ...wanted, by: `key:${caller.keyId}`, now: this.clock.now() }, metadata);
    const outcome = await withDeadline(this.commands.execute(command), patience);
    if (!outcome.ok)
      throw new ApiProblem('idempotency_conflict', 'This idempotency key was used before with another request body.');
    markCreated(reply, { url: `/v1/wallets/${walletId}/opening`, replayed: outcome.replayed });
    return resource({ status: 'requested', request: wanted });
  }

  @Get(':id/opening')
  @PlatformOnly()
  @ApiOperation({ summary: 'Get the opening of a wallet', description: 'As it stands in the log now.' })
  @ApiParam({ name: 'id', example: 'wal_mrlhq5ctm5rllb4zyzfv7npeqa' })
  @ApiOkResponse({ type: WalletOpeningDto })
  @ApiProblems('resource_not_found', 'internal_error', 'service_unavailable')
  async find(@Param('id') walletId: string): Promise<WalletOpeningDto> {
    if (!walletIdFormat.test(walletId)) throw notFound();
    const { state } = await this.aggregates.load(openingStream(walletId), openingDecider, openingCodec);
    if (state.status === 'none') throw notFound();
    return resource(state);
  }
}

function resource(opening: Exclude<Opening, { status: 'none' }>): WalletOpeningDto {
  const { walletId, operatorId, role, name } = opening.request;
  return {
    id: walletId,
    object: 'wallet_opening',
    status: statusWords[opening.status],
    operator_id: operatorId,
    role: snakeCase(role),
    name,
    provider_reference: opening.status === 'opened' ? opening.providerWalletId : null,
  };
}
