import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { randomUUID } from 'node:crypto';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import type { JsonObject } from '#libs/decider/json.js';
import { readGoldenEvents } from '#test/wire/golden-events.js';
import { TestEventStore } from '#test/support/event-store.js';
import { runCli } from '../support/run-command.spec-support.js';
import { replayCommand } from './replay.command.js';

const before = { ...process.env };
const golden = new Map(readGoldenEvents().map((event) => [event.type, event.data]));
let store: TestEventStore;
let streams: EventStreams;

beforeAll(async () => {
  store = await TestEventStore.start();
  process.env['EVENTSTORE_URL'] = store.connectionString;
  streams = connectEventStreams({ connectionString: store.connectionString });
  await append('wallet-wal_a', 'WalletRegistered.v1', { operatorId: 'acme', walletId: 'wal_a' }, 'wal_a');
  await append('wallet-wal_b', 'WalletRegistered.v1', { operatorId: 'other', walletId: 'wal_b' }, 'wal_b');
  for (const [payoutId, operatorId, walletId] of [
    ['po_a', 'acme', 'wal_a'],
    ['po_b', 'other', 'wal_b'],
  ] as const) {
    const idempotencyKey = '=HYPERLINK("http://evil","pay")';
    await append(
      `payout-${payoutId}`,
      'PayoutRequested.v1',
      { payoutId, operatorId, walletId, idempotencyKey },
      payoutId,
    );
    await append(`account-${walletId}-USDT@tron/6`, 'FundsHeld.v1', { walletId, holdId: payoutId }, payoutId);
    await append(`payout-${payoutId}`, 'PayoutFundsReserved.v1', { payoutId, holdId: payoutId }, payoutId);
    await append(`gate-tx_${payoutId}`, 'WithdrawalMatched.v1', { payoutId, providerId: `tx_${payoutId}` }, payoutId);
  }
});
afterAll(async () => {
  process.env = before;
  await streams.close();
  await store.remove();
});

async function append(stream: string, type: string, data: JsonObject, about: string): Promise<void> {
  const { idempotencyKey: key } = data;
  const { revision } = await streams.read(stream);
  const metadata = {
    correlationId: about,
    causationId: about,
    actor: '@worker',
    ...(typeof key === 'string' && { idempotencyKey: key }),
  };
  await streams.append(stream, revision, [
    { id: randomUUID(), type, data: { ...golden.get(type), ...data }, metadata },
  ]);
}

const streamsOf = async (...args: readonly string[]) =>
  (await runCli(replayCommand(), ...args, '--json')).lines().map(({ stream }) => stream);
const ofAcme = ['payout-po_a', 'account-wal_a-USDT@tron/6', 'payout-po_a', 'gate-tx_po_a'];

describe('RS-11 INV-C3 ledger replay', () => {
  it('shows what belongs to an operator or a wallet, whether or not the event names it', async () => {
    expect(await streamsOf('--operator', 'acme')).toEqual(['wallet-wal_a', ...ofAcme]);
    expect(await streamsOf('--wallet', 'wal_a')).toEqual(['wallet-wal_a', ...ofAcme]);
    expect(await streamsOf('--operator', 'acme', '--category', 'account')).toEqual(['account-wal_a-USDT@tron/6']);
    expect(await streamsOf('--operator', 'nobody')).toEqual([]);
  });

  it('shows some types of event only, and only some of them', async () => {
    expect(await streamsOf('--type', 'FundsHeld', 'WithdrawalMatched.v1', '--operator', 'acme')).toEqual([
      ofAcme[1],
      ofAcme[3],
    ]);
    expect(await streamsOf('--type', 'Funds')).toEqual([]);
    expect(await streamsOf('--category', 'gate', '--limit', '1')).toEqual(['gate-tx_po_a']);
  });

  it('as CSV that reads back to the same, with no cell that a spreadsheet takes for a formula', async () => {
    const { text } = await runCli(replayCommand(), '--csv');
    const rows: Record<string, string>[] = parse(text, { columns: true });
    const events = (await runCli(replayCommand(), '--json')).lines();
    expect(rows.map(({ data }) => JSON.parse(data ?? '') as unknown)).toEqual(events.map(({ data }) => data));
    expect(rows.map(({ stream, revision, event_id: id }) => ({ stream, revision, id }))).toEqual(
      events.map(({ stream, revision, id }) => ({ stream, revision, id })),
    );
    expect(rows[2]?.['idempotency_key']).toBe(`'=HYPERLINK("http://evil","pay")`);
    expect(rows.flatMap((row) => Object.values(row)).filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
  });
});
