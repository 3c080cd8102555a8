import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { createLog } from '#libs/platform/logging.js';
import { runProjections } from '#libs/read-store/run-projections.js';
import { depositWebhook, InboxStage, ScriptedProvider } from '#libs/webhooks-in/inbox-stage.fixtures.js';
import { webhookInbox } from '#projections/webhook-inbox/webhook-inbox.projection.js';
import { countWebhooks } from '#projections/webhook-inbox/webhook-inbox.queries.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';
import { runCli } from '../support/run-command.spec-support.js';
import { webhooksCommand } from './webhooks.command.js';

let stage: InboxStage;
let postgres: TestDatabase;
let webhookIds: string[];
const projecting = new AbortController();
let projected: Promise<void>;
const before = { ...process.env };
const provider = new ScriptedProvider();

beforeAll(async () => {
  [stage, postgres] = await Promise.all([InboxStage.start(), createTestDatabase()]);
  process.env['EVENTSTORE_URL'] = stage.store.connectionString;
  process.env['DATABASE_URL'] = postgres.url;
  webhookIds = await stage.receive(
    depositWebhook('dep_1'),
    'nonsense',
    depositWebhook('dep_1'),
    '{"event":"x","data":{}}',
  );
  await stage.run(stage.worker(provider));
  await stage.receive(depositWebhook('dep_2'));
  const { done } = await runProjections({
    projections: [webhookInbox],
    eventStreams: stage.streams,
    database: postgres.database,
    log: createLog({ app: 'test', level: 'silent', format: 'json' }),
    signal: projecting.signal,
    timing: { pollMs: 50, standByMs: 50 },
  });
  projected = done;
  await untilCounted(5);
});
afterAll(async () => {
  process.env = before;
  projecting.abort();
  await projected;
  await stage.stop();
  await postgres.drop();
});

/** Of the last command. */
let exitCode: number;

async function ledger(...args: string[]): Promise<string> {
  const run = await runCli(webhooksCommand(), ...args);
  exitCode = run.exitCode;
  return run.text + run.errors;
}

async function untilCounted(wanted: number, status?: string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const counts = await countWebhooks(postgres.database);
    const counted = counts.filter((each) => status === undefined || each.status === status);
    if (counted.reduce((sum, { count }) => sum + count, 0) === wanted) return;
    await delay(50);
  }
  throw new Error(`Never counted ${wanted} ${status ?? 'webhooks'}`);
}

describe('OP-11 INV-I2 ledger webhooks', () => {
  it('lists what was received, and how many stand where', async () => {
    const listed = await ledger('list');
    for (const webhookId of webhookIds) expect(listed).toContain(webhookId);
    for (const count of ['processed: 1', 'ignored: 1', 'quarantined: 2', 'received: 1'])
      expect(listed).toContain(`terminal ${count}`);
  });

  it('finds them by status and by the provider’s id', async () => {
    const [processed = '', unreadable = '', duplicate = ''] = webhookIds;
    const quarantined = await ledger('list', '--status', 'quarantined');
    expect(quarantined).toContain(unreadable);
    expect(quarantined).not.toContain(processed);
    const about = await ledger('list', '--subject-id', 'dep_1');
    expect(about).toContain(processed);
    expect(about).toContain(duplicate);
    expect(about).not.toContain(unreadable);
    expect(await ledger('list', '--subject-id', 'dep_1', '--limit', '1')).not.toContain(processed);
  });

  it('shows one as it was received', async () => {
    expect(await ledger('show', webhookIds[1] ?? '')).toMatch(/"source": "terminal"[^]*nonsense\n$/);
    expect(await ledger('show', 'wh_0')).toBe('There is no webhook wh_0\n');
    expect(exitCode).toBe(1);
  });

  it('replays one, or everything in quarantine', async () => {
    const why = ['--by', 'ada', '--reason', 'the parser was mended'];
    expect(await ledger('replay', webhookIds[0] ?? '', ...why)).toBe('1 will be looked at again\n');
    expect(await ledger('replay', '--quarantined', ...why)).toBe('2 will be looked at again\n');
    await stage.run(stage.worker(provider));
    await untilCounted(0, 'received');
    expect(provider.asked).toEqual(['dep_1', 'dep_2', 'dep_1']);
    expect(await ledger('replay', ...why)).toContain('Name a webhook');
    expect(await ledger('replay', 'wh_0', ...why)).toContain('There is no webhook');
  });
});
