import { Body, Controller, Get, Param, Put, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { withDeadline } from '#libs/event-streams/deadline.js';
import { ChangeWidget } from '#libs/operators/widget.handlers.js';
import { Clock } from '#libs/platform/clock.js';
import type { Caller } from '../access/api-keys.js';
import { CallerOf, PlatformOnly } from '../access/route-access.js';
import { commandMetadata } from '../http/command-metadata.js';
import { invalidRequest, notFound } from '../problems/api-problem.js';
import { ApiProblems, bodyProblems } from '../problems/problem.responses.js';
import { PutWidgetDto, WidgetDto } from './widget.dto.js';
import { widgetProblem } from './widget.problems.js';
import { configurationOf, widgetResource } from './widget.resource.js';
import { FindWidget } from './widgets.queries.js';

const patience = { ms: 2_000 };

@ApiTags('widgets')
@Controller('v1/widgets')
export class WidgetsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  @Get(':id')
  @PlatformOnly()
  @ApiOperation({ summary: 'Get a widget', description: 'As it is configured now.' })
  @ApiParam({ name: 'id', example: 'widget_1' })
  @ApiOkResponse({ type: WidgetDto })
  @ApiProblems('resource_not_found', 'internal_error', 'service_unavailable')
  async find(@Param('id') id: string): Promise<WidgetDto> {
    const widget = await this.queries.execute(new FindWidget(id));
    if (!widget) throw notFound();
    return widgetResource(widget);
  }

  @Put(':id')
  @PlatformOnly()
  @ApiOperation({ summary: 'Configure a widget', description: 'Each change is a new version. Safe to repeat.' })
  @ApiParam({ name: 'id', description: 'The provider’s id of the widget.', example: 'widget_1' })
  @ApiOkResponse({ type: WidgetDto })
  @ApiProblems(...bodyProblems, 'resource_not_found', 'invalid_state', 'internal_error', 'service_unavailable')
  async put(
    @CallerOf() caller: Caller,
    @Param('id') widgetId: string,
    @Body() body: PutWidgetDto,
    @Req() request: FastifyRequest,
  ): Promise<WidgetDto> {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(widgetId)) throw invalidRequest('id', 'must be 1 to 64 of A-Z a-z 0-9 _ -');
    const configuration = configurationOf(body);
    const data = { widgetId, basedOn: body.based_on, configuration, by: `key:${caller.keyId}`, now: this.clock.now() };
    const { operatorId } = configuration;
    const metadata = commandMetadata(request, { ...caller, operatorId }, { correlationId: widgetId });
    const command = new ChangeWidget({ type: 'ConfigureWidget', data }, metadata);
    const outcome = await withDeadline(this.commands.execute(command), patience);
    if (!outcome.ok) throw widgetProblem(outcome.rejection);
    return widgetResource(outcome.widget);
  }
}
