import { createLog } from '#libs/platform/logging.js';
import { loadCheckpoints } from '#libs/read-store/checkpoint.js';
import { runProjections } from '#libs/read-store/run-projections.js';
import { projections } from '#projections/registry.js';
import { setTimeout as delay } from 'node:timers/promises';
import { PayoutStage } from './payout-stage.js';
import { createTestDatabase, type TestDatabase } from './postgres.js';

/** A stage with every read model beside it, and what the commands of the CLI read from the environment. */
export class ProjectedStage {
  private constructor(
    readonly payouts: PayoutStage,
    readonly postgres: TestDatabase,
    private readonly running: { readonly stopping: AbortController; readonly done: Promise<void> },
    private readonly before: NodeJS.ProcessEnv,
  ) {}

  static async start(world: Parameters<typeof PayoutStage.start>[0] = {}): Promise<ProjectedStage> {
    const [payouts, postgres] = await Promise.all([PayoutStage.start(world), createTestDatabase()]);
    const stopping = new AbortController();
    const { done } = await runProjections({
      projections,
      eventStreams: payouts.streams,
      database: postgres.database,
      log: createLog({ app: 'projector', level: 'error', format: 'json', write: () => undefined }),
      signal: stopping.signal,
      timing: { pollMs: 20, idleWriteMs: 10, standByMs: 50 },
    });
    const before = { ...process.env };
    process.env['EVENTSTORE_URL'] = payouts.eventStoreUrl;
    process.env['DATABASE_URL'] = postgres.url;
    return new ProjectedStage(payouts, postgres, { stopping, done }, before);
  }

  /** When every read model has taken in what there is for it. */
  async caughtUp(): Promise<void> {
    for (const { name, streams } of projections) {
      const end = await this.endOf(streams);
      while ((await this.positionOf(name)) < end) await delay(20);
    }
  }

  private async endOf(streamPrefixes: readonly string[]): Promise<bigint> {
    let end = 0n;
    for await (const { position } of this.payouts.streams.readAll('start', { streamPrefixes })) end = position.commit;
    return end;
  }

  private async positionOf(projection: string): Promise<bigint> {
    const checkpoint = (await loadCheckpoints(this.postgres.database)).find(({ name }) => name === projection);
    return checkpoint?.position?.commit ?? 0n;
  }

  async stop(): Promise<void> {
    process.env = this.before;
    this.running.stopping.abort();
    await this.running.done;
    await this.payouts.stop();
    await this.postgres.drop();
  }
}
