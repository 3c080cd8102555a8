import { Command, InvalidArgumentError, Option } from 'commander';
import { InboxReader } from '#libs/webhooks-in/inbox-reader.js';
import { requestReplay } from '#libs/webhooks-in/request-replay.js';
import { bytesOf } from '#libs/webhooks-in/stored-body.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import {
  countWebhooks,
  listWebhooks,
  quarantinedWebhookIds,
  type WebhookFilter,
} from '#projections/webhook-inbox/webhook-inbox.queries.js';
import { printRows, type OutputOptions } from '../support/output.js';
import { print, Refused, runCommand } from '../support/run-command.js';
import { withDatabase, withEventStreams } from '../support/connections.js';

interface ListOptions extends WebhookFilter, OutputOptions {
  readonly limit: number;
}

interface ReplayOptions {
  readonly quarantined?: boolean;
  readonly by: string;
  readonly reason: string;
}

/** `ledger webhooks …`: what the provider sent, and what became of it. */
export function webhooksCommand(): Command {
  return new Command('webhooks')
    .description('what the provider sent us, and what became of it')
    .addCommand(listCommand())
    .addCommand(
      new Command('show')
        .description('one webhook as it was received, out of the log')
        .argument('<webhookId>')
        .option('--json', 'the webhook and its body on one line')
        .action((webhookId: string, options: OutputOptions) =>
          runCommand(() => withEventStreams((streams) => show(streams, webhookId, options))),
        ),
    )
    .addCommand(replayCommand());
}

function listCommand(): Command {
  const statuses = ['received', 'processed', 'ignored', 'quarantined'];
  return new Command('list')
    .description('the newest, and how many stand where')
    .addOption(new Option('--status <status>').choices(statuses))
    .option('--subject-id <id>', 'the provider’s id of the deposit, purchase or transaction')
    .option('--limit <number>', 'how many', count, 50)
    .option('--json', 'JSON lines instead of a table')
    .action((options: ListOptions) => runCommand(() => list(options)));
}

function replayCommand(): Command {
  return new Command('replay')
    .description('have webhooks looked at once more')
    .argument('[webhookId]')
    .option('--quarantined', 'all that are in quarantine')
    .requiredOption('--by <person>', 'who asks')
    .requiredOption('--reason <text>', 'why')
    .action((webhookId: string | undefined, options: ReplayOptions) => runCommand(() => replay(webhookId, options)));
}

async function list({ limit, json, ...filter }: ListOptions): Promise<void> {
  await withDatabase(async (database) => {
    const rows = (await listWebhooks(database, filter, { limit })).map((row) => ({
      webhook: row.webhook_id,
      received: row.received_at?.toISOString() ?? null,
      status: row.status,
      event: row.event,
      about: [row.subject_id, row.provider_status].filter(Boolean).join(' '),
      why: [row.reason, row.detail].filter(Boolean).join(': '),
    }));
    printRows(rows, json ? { json } : {});
    if (json) return;
    for (const each of await countWebhooks(database)) print(`${each.source} ${each.status}: ${each.count}`);
  });
}

async function show(streams: EventStreams, webhookId: string, { json }: OutputOptions): Promise<void> {
  const webhook = await new InboxReader(streams).find(webhookId);
  if (!webhook) throw new Refused(`There is no webhook ${webhookId}`);
  const { body, receivedAt, ...rest } = webhook;
  const { text, ...about } = body;
  if (json) return print(JSON.stringify({ ...rest, receivedAt: receivedAt.toISOString(), body }));
  print(JSON.stringify({ ...rest, receivedAt: receivedAt.toISOString(), body: about }, undefined, 2));
  print(body.encoding === 'utf8' ? text : bytesOf(body).toString('hex'));
}

async function replay(webhookId: string | undefined, { quarantined, by, reason }: ReplayOptions): Promise<void> {
  if ((webhookId === undefined) === (quarantined !== true)) throw new Refused('Name a webhook, or --quarantined');
  const webhookIds = webhookId === undefined ? await withDatabase(quarantinedWebhookIds) : [webhookId];
  await withEventStreams(async (streams) => {
    const parts = { streams, ids: new RandomIds(), clock: new SystemClock() };
    for (const each of webhookIds) {
      const outcome = await requestReplay(parts, { webhookId: each, requestedBy: `user:${by}`, reason });
      if (outcome === 'unknown') throw new Refused(`There is no webhook ${each}`);
    }
  });
  print(`${webhookIds.length} will be looked at again`);
}

function count(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1 to 9999.');
  return Number(text);
}
