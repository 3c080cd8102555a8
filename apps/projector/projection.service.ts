import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { EventStreams } from '#libs/event-streams/event-streams.js';
import { Log } from '#libs/platform/logging.js';
import { Database } from '#libs/read-store/database.js';
import { migrate } from '#libs/read-store/migrations.js';
import { runProjections, type RunningProjections } from '#libs/read-store/run-projections.js';
import { projections } from '#projections/registry.js';

/** Runs every projection of the registry for as long as the process lives. */
@Injectable()
export class ProjectionService implements OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: RunningProjections | undefined;

  constructor(
    private readonly eventStreams: EventStreams,
    private readonly database: Database,
    private readonly log: Log,
  ) {}

  async start(): Promise<void> {
    const { eventStreams, database, log } = this;
    await migrate(database);
    const { signal } = this.stopping;
    this.running = await runProjections({ projections, eventStreams, database, log, signal });
    this.running.done.catch((error: unknown) => {
      log.error('projections-ended', { error });
      process.exit(1); // Whoever supervises this starts it again; a projector that projects nothing helps nobody.
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running?.done;
    await this.eventStreams.close();
    await this.database.close();
  }
}
