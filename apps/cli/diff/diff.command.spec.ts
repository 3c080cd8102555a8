import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { external } from '#libs/ledger/account-name.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { money } from '#libs/money/money.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { RandomIds } from '#libs/platform/ids.js';
import { TestEventStore } from '#test/support/event-store.js';
import { usdt } from '#test/support/payout-stage.js';
import { runCli } from '../support/run-command.spec-support.js';
import { diffCommand } from './diff.command.js';

const before = { ...process.env };
/** After each movement. */
const places: bigint[] = [];
let store: TestEventStore;
let streams: EventStreams;

beforeAll(async () => {
  store = await TestEventStore.start();
  process.env['EVENTSTORE_URL'] = store.connectionString;
  streams = connectEventStreams({ connectionString: store.connectionString });
  const accounts = new Accounts(new AggregateStore(streams, new RandomIds()), 'spec');
  const key = { walletId: 'wal_1', asset: usdt };
  const now = new Date();
  const move = async (...[command]: [Parameters<Accounts['execute']>[1]]) => {
    await accounts.execute(key, command, { id: 'po_1', operatorId: 'acme' });
    places.push((await streams.head())?.commit ?? 0n);
  };
  const credit = {
    from: external('tron'),
    amount: money(usdt, 9_000_000n),
    reason: 'opening-funding',
    evidence: 'e',
    now,
  } as const;
  await move({ type: 'Credit', data: { ...credit, reference: 'a' } });
  await move({ type: 'Hold', data: { holdId: 'po_1', amount: money(usdt, 2_500_000n), now } });
  await move({ type: 'ReleaseHold', data: { holdId: 'po_1', reason: 'spec', now } });
});
afterAll(async () => {
  process.env = before;
  await streams.close();
  await store.remove();
});

const diff = (from: bigint, to: bigint, ...more: readonly string[]) =>
  runCli(diffCommand(), '--from', String(from), '--to', String(to), ...more);
const [object, asset] = ['balance', 'USDT@tron/6'];

describe('RS-02 ledger diff', () => {
  it('shows the balances that differ between two places, by how much, and what happened between', async () => {
    const { lines } = await diff(places[0] ?? 0n, places[1] ?? 0n, '--json');
    expect(lines()).toEqual([
      { object, account: 'wallet:wal_1:available', asset, from: '9', to: '6.5', change: '-2.5' },
      { object, account: 'wallet:wal_1:reserved', asset, from: '0', to: '2.5', change: '2.5' },
      { object: 'events', noun: 'account', type: 'FundsHeld', events: 1, streams: 1 },
    ]);
  });

  it('from the beginning, and by instants', async () => {
    const all = (await diff(0n, places[2] ?? 0n, '--json')).lines();
    expect(all.filter((line) => line['object'] === 'balance')).toEqual([
      { object, account: 'external:tron', asset, from: '0', to: '-9', change: '-9' },
      { object, account: 'wallet:wal_1:available', asset, from: '0', to: '9', change: '9' },
    ]);
    expect(all.filter((line) => line['object'] === 'events')).toHaveLength(3);
    const byInstant = await runCli(
      diffCommand(),
      '--from',
      '2020-01-01T00:00:00Z',
      '--to',
      '2999-01-01T00:00:00Z',
      '--json',
    );
    expect(byInstant.lines()).toEqual(all);
  });

  it('says so when what happened left every balance as it was, and when nothing happened', async () => {
    const { text } = await diff(places[0] ?? 0n, places[2] ?? 0n);
    expect(text).toContain('No balance differs.\n');
    expect(text).toContain('HoldReleased');
    expect((await diff(places[1] ?? 0n, places[1] ?? 0n)).text).toBe('Nothing happened between them.\n');
  });

  it('refuses places in the wrong order', async () =>
    expect(await diff(5n, 4n)).toMatchObject({ errors: '--from is later than --to\n', exitCode: 1 }));
});
