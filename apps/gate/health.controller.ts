import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { EventStreams } from '#libs/event-streams/event-streams.js';
import { InabitReader } from '#libs/inabit/inabit-reader.js';
import type { LoginTokenState } from '#libs/inabit/tokens/login-token-state.js';
import { ApproverWatch } from './approver-watch.js';

export class TokenWatch {
  constructor(readonly state: () => LoginTokenState) {}
}

/** For people and monitoring: they alone do not make the gate unready (OP-09). */
interface Watched {
  readonly approver: { readonly last_callback_at: string | null; readonly listening_since: string };
  readonly login_token: { readonly status: LoginTokenState['status']; readonly expires_at: string | null };
}

/** Whether the gate could answer the approver right now: its log and its view of the provider both work. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly streams: EventStreams,
    private readonly reader: InabitReader,
    private readonly approver: ApproverWatch,
    private readonly token: TokenWatch,
  ) {}

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(): Promise<Watched & { status: 'ok' }> {
    const [log, provider] = await Promise.allSettled([this.streams.ping(), this.reader.pullWallets()]);
    const eventStore = log.status === 'fulfilled' ? 'ok' : 'unavailable';
    const inabit = provider.status === 'fulfilled' && provider.value.outcome === 'found' ? 'ok' : 'unavailable';
    const watched = this.watched();
    if (eventStore !== 'ok' || inabit !== 'ok')
      throw new ServiceUnavailableException({ status: 'unavailable', eventStore, inabit, ...watched });
    return { status: 'ok', ...watched };
  }

  private watched(): Watched {
    const { lastCallback, listeningSince } = this.approver;
    const { status, expiresAt } = this.token.state();
    return {
      approver: {
        last_callback_at: lastCallback?.toISOString() ?? null,
        listening_since: listeningSince.toISOString(),
      },
      login_token: { status, expires_at: expiresAt?.toISOString() ?? null },
    };
  }
}
