import type { Selectable } from 'kysely';
import type { Database } from '#libs/read-store/database.js';
import type { ReadInboundWebhook } from '#libs/read-store/tables.gen.js';
import type { InboxStatus } from './webhook-inbox.tables.js';

export type InboundWebhookRow = Selectable<ReadInboundWebhook>;

export interface WebhookFilter {
  readonly status?: InboxStatus | undefined;
  /** The provider's id of the deposit, purchase or transaction. */
  readonly subjectId?: string | undefined;
}

/** A place in the list, newest first: the last row of the page before. */
export interface WebhookCursor {
  readonly receivedAt: Date;
  readonly webhookId: string;
}

export interface WebhookPage {
  readonly after?: WebhookCursor | undefined;
  readonly limit: number;
}

export function findWebhook(database: Database, webhookId: string): Promise<InboundWebhookRow | undefined> {
  return database.selectFrom('read.inbound_webhook').selectAll().where('webhook_id', '=', webhookId).executeTakeFirst();
}

/** Webhooks, newest first. */
export function listWebhooks(
  database: Database,
  { status, subjectId }: WebhookFilter,
  { after, limit }: WebhookPage,
): Promise<InboundWebhookRow[]> {
  return database
    .selectFrom('read.inbound_webhook')
    .selectAll()
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? 'received'))
    .$if(subjectId !== undefined, (query) => query.where('subject_id', '=', subjectId ?? ''))
    .$if(after !== undefined, (query) =>
      query.where((is) =>
        is(
          is.refTuple('received_at', 'webhook_id'),
          '<',
          is.tuple(after?.receivedAt ?? new Date(0), after?.webhookId ?? ''),
        ),
      ),
    )
    .orderBy('received_at', 'desc')
    .orderBy('webhook_id', 'desc')
    .limit(limit)
    .execute();
}

export interface WebhookCount {
  readonly source: string;
  readonly status: string;
  readonly count: number;
}

/** How many stand where: their sum is what was received. */
export async function countWebhooks(database: Database): Promise<WebhookCount[]> {
  const rows = await database
    .selectFrom('read.inbound_webhook')
    .select(({ fn }) => ['source', 'status', fn.countAll<string>().as('count')])
    .groupBy(['source', 'status'])
    .orderBy('source')
    .orderBy('status')
    .execute();
  return rows.map(({ source, status, count }) => ({
    source: source ?? '',
    status: status ?? '',
    count: Number(count),
  }));
}

/** Every webhook in quarantine, the oldest first. */
export async function quarantinedWebhookIds(database: Database): Promise<string[]> {
  const rows = await database
    .selectFrom('read.inbound_webhook')
    .select('webhook_id')
    .where('status', '=', 'quarantined')
    .orderBy('received_at')
    .orderBy('webhook_id')
    .execute();
  return rows.map(({ webhook_id: webhookId }) => webhookId ?? '');
}
