import { Module, type DynamicModule } from '@nestjs/common';
import { EventStreams } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import type { DatabaseConfig } from '#libs/platform/database.config.js';
import type { EventStoreConfig } from '#libs/platform/event-store.config.js';
import { Log, messageLog } from '#libs/platform/logging.js';
import { Database, openDatabase } from '#libs/read-store/database.js';
import { ProjectionService } from './projection.service.js';

export interface ProjectorOptions {
  readonly eventStore: EventStoreConfig;
  readonly database: DatabaseConfig;
  readonly log: Log;
}

/** Keeps the read models up to date with the log. */
@Module({})
export class ProjectorModule {
  static with({ eventStore, database, log }: ProjectorOptions): DynamicModule {
    const streams = connectEventStreams({
      connectionString: eventStore.url,
      log: messageLog(log),
      timing: patientTiming,
    });
    return {
      module: ProjectorModule,
      providers: [
        ProjectionService,
        { provide: EventStreams, useValue: streams },
        { provide: Database, useValue: openDatabase({ url: database.url, applicationName: 'projector' }) },
        { provide: Log, useValue: log },
      ],
    };
  }
}
