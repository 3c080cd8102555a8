import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InvalidArgumentError } from 'commander';
import { LedgerFacts } from '#apps/api/testing/ledger-facts.js';
import { TestStores } from '#apps/api/testing/test-api.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { units } from '#libs/deposits/deposit.fixtures.js';
import { loadCheckpoints } from '#libs/read-store/checkpoint.js';
import { projections } from '#projections/registry.js';
import { balancesCommand } from '../balances/balances.command.js';
import { explainCommand } from '../explain/explain.command.js';
import { exportCommand } from '../export/export.command.js';
import { parseLogMoment } from './log-moment.js';
import { runCli } from './run-command.spec-support.js';

let stores: TestStores;
let streams: EventStreams;
let folder: string;
/** Of the event that the read models have not got yet. */
let late: { readonly before: string; readonly at: string };
const env = { ...process.env };

beforeAll(async () => {
  stores = await TestStores.start();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-lag-'));
  process.env['EVENTSTORE_URL'] = stores.events.connectionString;
  process.env['DATABASE_URL'] = stores.postgres.url;
  streams = connectEventStreams({ connectionString: stores.events.connectionString });
  const facts = new LedgerFacts(streams);
  await facts.credit('wal_1', units(5n));
  await stores.startProjections();
  await caughtUp();
  await stores.stopProjections();
  await facts.credit('wal_1', units(7n));
  const { events } = await streams.read('account-wal_1-USDT@tron/6');
  const recordedAt = events.at(-1)?.recordedAt ?? new Date(0);
  late = { before: new Date(recordedAt.getTime() - 1).toISOString(), at: recordedAt.toISOString() };
});

afterAll(async () => {
  process.env = env;
  await streams.close();
  await stores.remove();
  fs.rmSync(folder, { recursive: true });
});

async function caughtUp(): Promise<void> {
  const head = await streams.head();
  for (;;) {
    const served = (await loadCheckpoints(stores.postgres.database)).filter(({ serving }) => serving);
    const isThere = served.every(({ position }) => position?.commit === head?.commit);
    if (served.length === projections.length && isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const commands = {
  balances: (at: string) => runCli(balancesCommand(), '--at', at, '--account', 'wallet:wal_1:available', '--json'),
  explain: (at: string) => runCli(explainCommand(), 'balance', 'wallet:wal_1:available', 'USDT@tron', '--at', at),
  export: (to: string) => runCli(exportCommand(), 'entries', '--to', to, '--out', path.join(folder, 'entries.csv')),
};

describe('INV-R2 F7.1 what is asked of an instant, while the projector is behind', () => {
  it.each(Object.entries(commands))('%s: refuses what is not complete, and answers what is', async (_, ask) => {
    const refused = await ask(late.at);
    expect(refused.errors).toMatch(/^The read models have come to position \d+; more was recorded by .+\n$/);
    expect(refused).toMatchObject({ text: '', exitCode: 1 });
    expect(await ask(late.before)).toMatchObject({ errors: '', exitCode: 0 });
  });

  it('the log alone knows it all the same', async () => {
    const ofWallet = ['--at', late.at, '--account', 'wallet:wal_1:available', '--json', '--from-history'];
    expect((await runCli(balancesCommand(), ...ofWallet)).text).toContain('"balance":"12"');
  });
});

describe('an instant that is none', () => {
  it.each(['2026-02-30T00:00:00Z', '2026-11-31T12:00:00+01:00', '2026-13-01T00:00:00Z', '2026-03-01'])(
    '%s is refused, not taken for another one',
    (text) => expect(() => parseLogMoment(text)).toThrow(InvalidArgumentError),
  );

  it('a leap day is one', () => expect(parseLogMoment('2028-02-29T23:59:59.999Z')).toMatchObject({ by: 'instant' }));
});
