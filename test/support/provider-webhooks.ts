import type { EventStreams, StoredEvent } from '#libs/event-streams/event-streams.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { InboxCheckpoint } from '#libs/webhooks-in/inbox-checkpoint.js';
import { InboxReader } from '#libs/webhooks-in/inbox-reader.js';
import { arrival, depositWebhook, ScriptedProvider } from '#libs/webhooks-in/inbox-stage.fixtures.js';
import { InboxWriter } from '#libs/webhooks-in/inbox-writer.js';
import { ProcessInbox } from '#libs/webhooks-in/process-inbox.reactor.js';
import { inboxStreamPrefix } from '#libs/webhooks-in/webhook-id.js';

/** The provider tells that something happened to these transactions: in our inbox, and looked at. */
export async function tellOf(
  streams: EventStreams,
  transactionIds: readonly string[],
  receivedAt: Date,
): Promise<void> {
  const inbox = new InboxWriter(streams, new RandomIds());
  for (const id of transactionIds) {
    const told = arrival(depositWebhook(id, `told ${Date.now()}`), 'platform');
    await inbox.store({ ...told, receivedAt });
  }
  const events: StoredEvent[] = [];
  for await (const event of streams.readAll('start', { streamPrefixes: [inboxStreamPrefix] })) events.push(event);
  const checkpoint = new InboxCheckpoint(streams, new RandomIds());
  const inboxReader = new InboxReader(streams);
  const worker = new ProcessInbox(checkpoint, inboxReader, new ScriptedProvider(), new SystemClock());
  await worker.take(events, new AbortController().signal);
}
