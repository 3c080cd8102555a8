import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { RandomIds } from '#libs/platform/ids.js';
import type { SweepReviewReason } from '#libs/sweeps/sweep.events.js';
import { detected, now, settled } from '#libs/sweeps/sweep.fixtures.js';
import { SweepStreams } from '#libs/sweeps/sweep-streams.js';
import { RegisteredWallets } from '#libs/wallets/registered-wallet-streams.js';
import { walletCodec, walletStream } from '#libs/wallets/wallet.codec.js';
import { walletDecider } from '#libs/wallets/wallet.js';
import { TestEventStore } from '#test/support/event-store.js';
import { runCli } from '../support/run-command.spec-support.js';
import { sweepsCommand } from './sweeps.command.js';

let store: TestEventStore;
let streams: EventStreams;
const before = { ...process.env };
const metadata = { correlationId: 'spec', causationId: 'spec', actor: 'spec' };
const said = ['--evidence', 'ticket 7', '--reason', 'never told', '--by', 'ann', '--approved-by', 'bob'];

beforeAll(async () => {
  store = await TestEventStore.start();
  process.env['EVENTSTORE_URL'] = store.connectionString;
  streams = connectEventStreams({ connectionString: store.connectionString });
  for (const [walletId, role] of [
    ['wal_a', 'deposit'],
    ['wal_b', 'deposit'],
    ['wal_gas', 'gas-station'],
  ] as const) {
    const data = { walletId, role, operatorId: 'acme', providerWalletId: walletId, name: walletId, now };
    const wallet = { streamName: walletStream(walletId), decider: walletDecider, codec: walletCodec, metadata };
    await new AggregateStore(streams, new RandomIds()).execute({
      ...wallet,
      command: { type: 'RegisterWallet', data },
    });
  }
  await known('tx-booked', 'sources-differ-from-books');
  await known('tx-dismissed', 'sources-differ-from-books');
  await known('tx-fee', 'gas-station-unknown');
});
afterAll(async () => {
  process.env = before;
  await streams.close();
  await store.remove();
});

async function known(providerId: string, reason: SweepReviewReason): Promise<void> {
  const sweeps = new SweepStreams(
    new AggregateStore(streams, new RandomIds()),
    'worker',
    new RegisteredWallets(streams),
  );
  await sweeps.execute(providerId, { type: 'DetectSweep', data: { ...detected().data, providerId } });
  if (reason === 'gas-station-unknown')
    await sweeps.execute(providerId, { type: 'RecordSweepSettled', data: { ...settled().data, providerId } });
  await sweeps.execute(providerId, { type: 'RequireSweepReview', data: { reason, detail: '', now } });
}

const parts = ['--part', 'wal_a=0.00006', 'wal_b=0.00004'];
const run = async (...args: readonly string[]) => {
  const { text, errors, exitCode } = await runCli(sweepsCommand(), ...args);
  return [exitCode, text + errors];
};

describe('ledger sweeps resolve', () => {
  it('ends a review in the name of two people, and says when it was ended before', async () => {
    const booked = ['resolve', 'tx-booked', '--as', 'booked', ...parts, '--transaction-hash', 'hash-9', ...said];
    expect(await run(...booked)).toEqual([0, 'The review is ended\n']);
    expect(await run(...booked)).toEqual([0, 'It was ended so before\n']);
    expect(await run('resolve', 'tx-dismissed', '--as', 'dismissed', ...said)).toEqual([0, 'The review is ended\n']);
    const { events } = await streams.read('sweep-tx-booked');
    const [resolved, ended] = events.slice(2);
    expect(resolved).toMatchObject({
      type: 'SweepResolved.v1',
      data: { outcome: 'booked', resolvedBy: 'user:ann', approvedBy: 'user:bob', reason: 'never told' },
      metadata: { actor: 'user:ann' },
    });
    expect(ended).toMatchObject({ type: 'SweepSettled.v1', data: { transactionHash: 'hash-9', evidence: 'ticket 7' } });
    expect(events).toHaveLength(4);
  });

  it('names who paid a fee, or that nobody of ours did', async () => {
    expect(await run('resolve-fee', 'tx-fee', '--paid-by', 'wal_gas', ...said)).toEqual([0, 'The review is ended\n']);
    expect(await run('resolve-fee', 'tx-fee', '--nobody', ...said)).toEqual([1, 'Refused: sweep-resolved-otherwise\n']);
  });

  it.each([
    [['resolve', 'tx-booked', '--as', 'dismissed', ...said], 'Refused: sweep-resolved-otherwise\n'],
    [['resolve', 'tx-x', '--as', 'booked', ...parts, ...said], 'Refused: no sweep is known under this id\n'],
    [['resolve', 'tx-x', '--as', 'dismissed', ...said], 'Refused: sweep-not-in-status\n'],
    [['resolve', 'tx-x', '--as', 'booked', '--part', 'wal_a', ...said], 'wal_a is no part: wal_acme_1=12.5\n'],
    [['resolve', 'tx-x', '--as', 'dismissed', ...parts, ...said], '--part is for --as booked\n'],
    [['resolve-fee', 'tx-fee', ...said], 'One of --paid-by and --nobody is needed\n'],
  ])('refuses %j', async (args, message) => {
    expect(await run(...args)).toEqual([1, message]);
  });
});
