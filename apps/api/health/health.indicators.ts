import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { sql } from 'kysely';
import { comparePositions, EventStreams, type Position } from '#libs/event-streams/event-streams.js';
import { Clock } from '#libs/platform/clock.js';
import { loadCheckpoints, type Checkpoint } from '#libs/read-store/checkpoint.js';
import { Database } from '#libs/read-store/database.js';
import { projections } from '#projections/registry.js';

const answer_ms_max = 2_000;
/** A read model that rested this long although the log went on is worth a look (INV-R3). */
const lag_ms_max = 30_000;

type Lag = 'caught-up' | 'catching-up' | 'behind' | 'stopped' | 'not-built';

/** What the API cannot do without, and how far behind the read models are. */
@Injectable()
export class HealthIndicators {
  constructor(
    private readonly health: HealthIndicatorService,
    private readonly streams: EventStreams,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  eventStore(): PromiseLike<HealthIndicatorResult> {
    return this.answers('event_store', () => this.streams.ping());
  }

  readStore(): PromiseLike<HealthIndicatorResult> {
    return this.answers('read_store', () => sql`select 1`.execute(this.database));
  }

  /** Read models that are behind make the API `degraded`, not unready: requests are taken all the same (F1.13). */
  async readModels(): Promise<HealthIndicatorResult> {
    const session = this.health.check('read_models');
    try {
      const [head, checkpoints] = await Promise.all([this.streams.head(), loadCheckpoints(this.database)]);
      const lags = projections.map(({ name }) => [name, this.lagOf(checkpoints.find(serving(name)), head)] as const);
      const good = lags.every(([, lag]) => lag === 'caught-up' || lag === 'catching-up');
      return good ? session.up(Object.fromEntries(lags)) : session.degraded(Object.fromEntries(lags));
    } catch {
      return session.degraded('unknown');
    }
  }

  private lagOf(checkpoint: Checkpoint | undefined, head: Position | undefined): Lag {
    if (!checkpoint) return 'not-built';
    if (checkpoint.status === 'stopped') return 'stopped';
    if (!head || (checkpoint.position && comparePositions(checkpoint.position, head) >= 0)) return 'caught-up';
    return this.clock.now().getTime() - checkpoint.updatedAt.getTime() < lag_ms_max ? 'catching-up' : 'behind';
  }

  /** The reason stands in the log, not in the answer (S-41). */
  private answers(key: string, ask: () => Promise<unknown>): PromiseLike<HealthIndicatorResult> {
    const attempt = this.health.check(key).attempt(async () => {
      await ask().catch(() => {
        throw new Error('does not answer');
      });
    });
    return attempt.withTimeout(answer_ms_max);
  }
}

function serving(name: string) {
  return (checkpoint: Checkpoint): boolean => checkpoint.name === name && checkpoint.serving;
}
