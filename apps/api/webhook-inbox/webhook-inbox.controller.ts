import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { withDeadline } from '#libs/event-streams/deadline.js';
import { webhookIdFormat } from '#libs/webhooks-in/webhook-id.js';
import type { Caller } from '../access/api-keys.js';
import { CallerOf, PlatformOnly } from '../access/route-access.js';
import { commandMetadata } from '../http/command-metadata.js';
import { patience } from '../idempotency/idempotent-route.js';
import { notFound } from '../problems/api-problem.js';
import { ApiProblems, bodyProblems } from '../problems/problem.responses.js';
import { listBy, requestedPage } from '../reading/page.js';
import { FindWebhook, ListWebhooks, ReplayWebhook } from './webhook-inbox.handlers.js';
import {
  ListWebhooksDto,
  ReplayWebhookDto,
  WebhookAsReceivedDto,
  WebhookListDto,
  WebhookReplayDto,
} from './webhook.dto.js';
import { webhookAsReceived, webhookResource } from './webhook.resource.js';

@ApiTags('webhooks')
@Controller('v1/webhooks')
export class WebhookInboxController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @PlatformOnly()
  @ApiOperation({
    summary: 'List what the provider sent',
    description: 'Every webhook and what became of it, the newest first, some moments behind.',
  })
  @ApiOkResponse({ type: WebhookListDto })
  @ApiProblems('invalid_request', 'internal_error', 'service_unavailable')
  async list(@Query() query: ListWebhooksDto): Promise<WebhookListDto> {
    const filter = { status: query.status, subjectId: query.subject_id };
    const page = requestedPage(query, webhookIdFormat);
    const { records, hasMore } = await this.queries.execute(new ListWebhooks(filter, page));
    const resources = records.map((row) => webhookResource(row));
    return listBy(resources, hasMore, ({ received_at: receivedAt }) => receivedAt);
  }

  @Get(':id')
  @PlatformOnly()
  @ApiOperation({ summary: 'Get a webhook', description: 'With its body as it came, out of the log.' })
  @ApiParam({ name: 'id', example: 'wh_6f1c9c0e0b7d4c6f9d55a1b2c3d4e5f6_12' })
  @ApiOkResponse({ type: WebhookAsReceivedDto })
  @ApiProblems('resource_not_found', 'internal_error', 'service_unavailable')
  async find(@Param('id') id: string): Promise<WebhookAsReceivedDto> {
    const found = await this.queries.execute(new FindWebhook(id));
    if (!found) throw notFound();
    return webhookAsReceived(found.row, found.received);
  }

  @Post(':id/replay')
  @HttpCode(202)
  @PlatformOnly()
  @ApiOperation({
    summary: 'Have a webhook looked at once more',
    description: 'The worker does it; `GET /v1/webhooks/{id}` tells what came of it. Safe to repeat.',
  })
  @ApiParam({ name: 'id', example: 'wh_6f1c9c0e0b7d4c6f9d55a1b2c3d4e5f6_12' })
  @ApiAcceptedResponse({ type: WebhookReplayDto })
  @ApiProblems(...bodyProblems, 'resource_not_found', 'internal_error', 'service_unavailable')
  async replay(
    @CallerOf() caller: Caller,
    @Param('id') webhookId: string,
    @Body() { reason }: ReplayWebhookDto,
    @Req() request: FastifyRequest,
  ): Promise<WebhookReplayDto> {
    const requestedBy = `key:${caller.keyId}`;
    const metadata = commandMetadata(request, caller, { correlationId: webhookId });
    const command = new ReplayWebhook({ webhookId, requestedBy, reason }, metadata);
    if ((await withDeadline(this.commands.execute(command), patience)) === 'unknown') throw notFound();
    return { object: 'webhook_replay', webhook_id: webhookId, requested_by: requestedBy, reason };
  }
}
