import { z } from 'zod';
import { required } from './config.variables.js';

const connectionString = z.string().regex(/^esdb(\+discover)?:\/\/\S+$/);

/** `{ url }`, as the event store's client takes it: `esdb://127.0.0.1:2113?tls=false`. */
export const eventStoreConfig = z
  .object({ EVENTSTORE_URL: required('a connection string esdb://… or esdb+discover://…', connectionString) })
  .transform((from) => ({ url: from.EVENTSTORE_URL }))
  .readonly();

export type EventStoreConfig = z.output<typeof eventStoreConfig>;
