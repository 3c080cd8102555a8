import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';

/** Whether the log holds no event yet. */
export async function isEmptyStore(eventStoreUrl: string): Promise<boolean> {
  const streams = connectEventStreams({ connectionString: eventStoreUrl });
  try {
    return (await streams.head()) === undefined;
  } finally {
    await streams.close();
  }
}
