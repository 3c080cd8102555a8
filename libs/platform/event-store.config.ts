import type { ConfigPart } from './config.js';
import { textSetting } from './config.fields.js';

export interface EventStoreConfig {
  /** `esdb://127.0.0.1:2113?tls=false`, as the event store's client takes it. */
  readonly url: string;
}

export const eventStoreConfig: ConfigPart<EventStoreConfig> = {
  settings: {
    url: textSetting(
      'EVENTSTORE_URL',
      'a connection string esdb://… or esdb+discover://…',
      /^esdb(\+discover)?:\/\/\S+$/,
    ),
  },
};
