import { Command, CommandHandler, Query, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EventStreams, type EventMetadata } from '#libs/event-streams/event-streams.js';
import { Clock } from '#libs/platform/clock.js';
import { Ids } from '#libs/platform/ids.js';
import type { Cells } from '#libs/read-store/changes.js';
import { Database } from '#libs/read-store/database.js';
import { InboxReader } from '#libs/webhooks-in/inbox-reader.js';
import { requestReplay } from '#libs/webhooks-in/request-replay.js';
import { placeOfWebhook } from '#libs/webhooks-in/webhook-id.js';
import type { WebhookReceived, WebhookReplayRequested } from '#libs/webhooks-in/webhook.events.js';
import { webhookInbox } from '#projections/webhook-inbox/webhook-inbox.projection.js';
import { findWebhook, listWebhooks, type WebhookFilter } from '#projections/webhook-inbox/webhook-inbox.queries.js';
import { inboundWebhook } from '#projections/webhook-inbox/webhook-inbox.tables.js';
import { projectedRow } from '../reading/current-row.js';
import { pageOf, type Page, type PageRequest } from '../reading/page.js';

/** What became of a webhook, and how it came. */
export interface FoundWebhook {
  readonly row: Cells;
  readonly received: WebhookReceived;
}

/** Undefined for what does not exist. */
export class FindWebhook extends Query<FoundWebhook | undefined> {
  constructor(readonly webhookId: string) {
    super();
  }
}

@QueryHandler(FindWebhook)
export class FindWebhookHandler implements IQueryHandler<FindWebhook> {
  constructor(
    private readonly database: Database,
    private readonly streams: EventStreams,
  ) {}

  async execute({ webhookId }: FindWebhook): Promise<FoundWebhook | undefined> {
    const received = await new InboxReader(this.streams).find(webhookId);
    if (!received) return undefined;
    // Only the read model knows what became of it, so without one there is no answer; it may not have it yet.
    const row = (await findWebhook(this.database, webhookId)) ?? (await this.rowFromLog(webhookId));
    return row && { row, received };
  }

  private async rowFromLog(webhookId: string): Promise<Cells | undefined> {
    const place = placeOfWebhook(webhookId);
    const stored = place && (await this.streams.find(place.streamName, place.revision));
    return stored && projectedRow([stored], webhookInbox, inboundWebhook);
  }
}

export class ListWebhooks extends Query<Page<Cells>> {
  constructor(
    readonly filter: WebhookFilter,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListWebhooks)
export class ListWebhooksHandler implements IQueryHandler<ListWebhooks> {
  constructor(private readonly database: Database) {}

  async execute({ filter, page: { after, limit } }: ListWebhooks): Promise<Page<Cells>> {
    const cursor = after && { receivedAt: after.createdAt, webhookId: after.id };
    const rows = await listWebhooks(this.database, filter, { after: cursor, limit: limit + 1 });
    return pageOf(rows, limit, (row) => row);
  }
}

export class ReplayWebhook extends Command<'requested' | 'unknown'> {
  constructor(
    readonly request: Omit<WebhookReplayRequested, 'requestedAt'>,
    readonly metadata: EventMetadata,
  ) {
    super();
  }
}

@CommandHandler(ReplayWebhook)
export class ReplayWebhookHandler implements ICommandHandler<ReplayWebhook> {
  constructor(
    private readonly streams: EventStreams,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** @throws StoreUnavailable: requested or not; to ask twice does no harm. */
  async execute({ request, metadata }: ReplayWebhook): Promise<'requested' | 'unknown'> {
    const { streams, ids, clock } = this;
    return requestReplay({ streams, ids, clock }, request, metadata);
  }
}
