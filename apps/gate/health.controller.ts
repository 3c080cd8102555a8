import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { EventStreams } from '#libs/event-streams/event-streams.js';
import { InabitReader } from '#libs/inabit/inabit-reader.js';

/** Whether the gate could answer the approver right now: its log and its view of the provider both work. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly streams: EventStreams,
    private readonly reader: InabitReader,
  ) {}

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(): Promise<{ status: 'ok' }> {
    const [log, provider] = await Promise.allSettled([this.streams.ping(), this.reader.pullWallets()]);
    const eventStore = log.status === 'fulfilled' ? 'ok' : 'unavailable';
    const inabit = provider.status === 'fulfilled' && provider.value.outcome === 'found' ? 'ok' : 'unavailable';
    if (eventStore !== 'ok' || inabit !== 'ok')
      throw new ServiceUnavailableException({ status: 'unavailable', eventStore, inabit });
    return { status: 'ok' };
  }
}
