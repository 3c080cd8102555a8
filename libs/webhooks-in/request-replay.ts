import type { EventMetadata, EventStreams } from '../event-streams/event-streams.js';
import { RevisionConflict } from '../event-streams/event-streams.errors.js';
import type { Clock } from '../platform/clock.js';
import type { Ids } from '../platform/ids.js';
import { InboxReader } from './inbox-reader.js';
import { replayStream } from './webhook-id.js';
import { webhookCodec } from './webhook.codec.js';
import type { WebhookReplayRequested } from './webhook.events.js';

const conflict_retries_max = 30;

interface ReplayParts {
  readonly streams: EventStreams;
  readonly ids: Ids;
  readonly clock: Clock;
}

/**
 * Asks the worker to look at a webhook once more; `unknown` when there is none with this id.
 *
 * @param cause What else is known of who asks, for the metadata.
 * @throws as appends do.
 */
export async function requestReplay(
  { streams, ids, clock }: ReplayParts,
  request: Omit<WebhookReplayRequested, 'requestedAt'>,
  cause: Partial<EventMetadata> = {},
): Promise<'requested' | 'unknown'> {
  const { webhookId, requestedBy: actor } = request;
  if (!(await new InboxReader(streams).find(webhookId))) return 'unknown';
  const data = { ...request, requestedAt: clock.now() };
  const metadata = { correlationId: webhookId, causationId: webhookId, actor, ...cause };
  const event = { id: ids.uuid(), ...webhookCodec.encode({ type: 'WebhookReplayRequested', data }), metadata };
  for (let conflicts = 0; ; conflicts++) {
    const last = await streams.find(replayStream, 'last');
    try {
      await streams.append(replayStream, last?.revision ?? 'no-stream', [event]);
      return 'requested';
    } catch (error) {
      if (!(error instanceof RevisionConflict) || conflicts >= conflict_retries_max) throw error;
    }
  }
}
