import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';

/** Whether the log holds no event yet. */
export async function isEmptyStore(eventStoreUrl: string): Promise<boolean> {
  const streams = connectEventStreams({ connectionString: eventStoreUrl, timing: patientTiming });
  try {
    return (await streams.head()) === undefined;
  } finally {
    await streams.close();
  }
}
