import {
  Catch,
  Controller,
  Get,
  ServiceUnavailableException,
  UseFilters,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/route-access.js';
import { HealthIndicators } from './health.indicators.js';

/** Probes read the report itself, not the error shape of the API. */
@Catch(ServiceUnavailableException)
class UnreadyReport implements ExceptionFilter<ServiceUnavailableException> {
  catch(unready: ServiceUnavailableException, host: ArgumentsHost): void {
    void host.switchToHttp().getResponse<FastifyReply>().status(503).send(unready.getResponse());
  }
}

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicators,
  ) {}

  @Get('live')
  @Public()
  @ApiOperation({ summary: 'Whether the process runs' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public()
  @HealthCheck()
  @UseFilters(UnreadyReport)
  @ApiOperation({ summary: 'Whether requests can be taken, and how far behind the read models are' })
  async ready(): Promise<HealthCheckResult> {
    return this.health.check([
      () => this.indicators.eventStore(),
      () => this.indicators.readStore(),
      () => this.indicators.readModels(),
    ]);
  }
}
