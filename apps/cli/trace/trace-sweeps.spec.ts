import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LedgerFacts } from '#apps/api/testing/ledger-facts.js';
import { eventually, TestApi, TestStores } from '#apps/api/testing/test-api.js';
import { depositFacts } from '#libs/deposits/deposit.fixtures.js';
import { depositIdOf } from '#libs/deposits/incoming-id.js';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { external } from '#libs/ledger/account-name.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { money } from '#libs/money/money.js';
import { RandomIds } from '#libs/platform/ids.js';
import { bookingsOf } from '#libs/sweeps/sweep.bookings.js';
import { closed, detected, now, settled, usdt } from '#libs/sweeps/sweep.fixtures.js';
import { runCli } from '../support/run-command.spec-support.js';
import { traceCommand } from './trace.command.js';

let stores: TestStores;
let api: TestApi;
let accounts: Accounts;
let facts: LedgerFacts;
const before = { ...process.env };
const owners = { wal_a: 'acme', wal_b: 'other' } as const;
type WalletId = keyof typeof owners;

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  process.env['EVENTSTORE_URL'] = stores.events.connectionString;
  process.env['DATABASE_URL'] = stores.postgres.url;
  accounts = new Accounts(new AggregateStore(api.streams, new RandomIds()), 'spec');
  facts = new LedgerFacts(api.streams);
  await deposited('first', 'wal_a', 60n);
  await swept('sweep-1', { wal_a: 60n });
  await deposited('second', 'wal_a', 50n);
  await deposited('theirs', 'wal_b', 40n);
  await swept('sweep-2', { wal_a: 50n, wal_b: 40n });
  await deposited('third', 'wal_a', 5n);
  await stores.startProjections();
  await eventually(
    () => shown(depositIdOf('third')),
    ([trace]) => trace?.events.some(({ event }) => event === 'AccountCredited') ?? false,
  );
}, 60_000);
afterAll(async () => {
  process.env = before;
  await api.stop();
  await stores.remove();
});

async function deposited(name: string, walletId: WalletId, minor: bigint): Promise<void> {
  const depositId = depositIdOf(name);
  const own = { depositId, walletId, operatorId: owners[walletId], providerId: name, transactionHash: `in-${name}` };
  const { data } = depositFacts.DepositDetected;
  await facts.appendToDeposit(depositId, { type: 'DepositDetected', data: { ...data, ...own } });
  const why = { reason: 'correction', reference: depositId, evidence: 'e', now } as const;
  const credit = { from: external('tron'), amount: money(usdt, minor), ...why };
  await accounts.execute(
    { walletId, asset: usdt },
    { type: 'Credit', data: credit },
    { id: depositId, operatorId: owners[walletId] },
  );
}

/** As the worker books it. */
async function swept(providerId: string, given: Partial<Record<WalletId, bigint>>): Promise<void> {
  const walletIds = (['wal_a', 'wal_b'] as const).filter((walletId) => given[walletId] !== undefined);
  const parts = walletIds.map((walletId) => ({
    walletId,
    operatorId: owners[walletId],
    amount: money(usdt, given[walletId] ?? 0n),
  }));
  const total = parts.reduce((sum, { amount }) => sum + amount.minor, 0n);
  const hash = { providerId, transactionHash: `hash-${providerId}` };
  const settlement = { ...settled().data, ...hash, amount: money(usdt, total), parts };
  const cause = { id: providerId, operatorId: 'acme' };
  for (const { key, command } of bookingsOf(settlement, now)) await accounts.execute(key, command, cause);
  await facts.appendToSweep(
    providerId,
    { type: 'SweepDetected', data: { ...detected(total, walletIds).data, providerId } },
    { type: 'SweepSettled', data: settlement },
    { type: 'SweepClosed', data: { ...closed.data, providerId } },
  );
}

interface Shown {
  readonly resource: string;
  readonly events: readonly { readonly event: string; readonly stream: string }[];
}

async function shown(reference: string): Promise<readonly Shown[]> {
  const { lines } = await runCli(traceCommand(), reference, '--json');
  return lines() as unknown as readonly Shown[];
}

/** The sweeps of which anything is shown. */
const sweepsIn = (traces: readonly Shown[]) => [
  ...new Set(
    traces.flatMap(({ events }) => events.map(({ stream }) => stream)).filter((name) => name.startsWith('sweep-')),
  ),
];

describe('PO-07 ledger trace of a sweep', () => {
  it.each(['sweep-2', 'hash-sweep-2'])(
    'from %s to its facts and its entries, and not to what it took',
    async (reference) => {
      const [trace, ...others] = await shown(reference);
      expect(others).toEqual([]);
      expect(trace?.resource).toBe('sweep');
      expect(trace?.events.map(({ event }) => event)).toEqual([
        'AccountDebited',
        'AccountDebited',
        'AccountCredited',
        'SweepDetected',
        'SweepSettled',
        'SweepClosed',
      ]);
    },
  );

  it.each([
    ['first', ['sweep-sweep-1']],
    ['second', ['sweep-sweep-2']],
    ['theirs', ['sweep-sweep-2']],
    ['third', []],
  ])('from the deposit that it took, and from no other: %s', async (name, sweeps) => {
    expect(sweepsIn(await shown(depositIdOf(name)))).toEqual(sweeps);
  });

  it('S-09 is shown to a tenant that traces a deposit only when it took nothing of others', async () => {
    const seen = async (name: string, as: 'acme' | 'other') => {
      const { body } = await api.get(`/v1/trace/${depositIdOf(name)}`, as);
      return sweepsIn(body['data'] as readonly Shown[]);
    };
    expect(await seen('first', 'acme')).toEqual(['sweep-sweep-1']);
    expect(await seen('second', 'acme')).toEqual([]);
    expect(await seen('theirs', 'other')).toEqual([]);
  });
});
