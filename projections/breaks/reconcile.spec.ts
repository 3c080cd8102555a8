import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { ManualClock } from '#libs/inabit/testing/manual-clock.js';
import { runProjections, type RunningProjections } from '#libs/read-store/run-projections.js';
import { BreakStreams } from '#libs/reconciliation/break-streams.js';
import { pulledItems } from '#libs/reconciliation/pulled-items.job.js';
import { Reconcile, usualSettings, type ReconcileSummary } from '#libs/reconciliation/reconcile.job.js';
import type { ProviderItem } from '#libs/reconciliation/items.js';
import { theirs } from '#libs/reconciliation/reconciliation.fixtures.js';
import { walletCodec, walletStream } from '#libs/wallets/wallet.codec.js';
import { walletDecider } from '#libs/wallets/wallet.js';
import { projections } from '#projections/registry.js';
import { PayoutStage, usdt } from '#test/support/payout-stage.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { carry, earlierClock, minute, workerProcess } from '#test/support/stage-processes.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import { listBreaks } from './breaks.queries.js';
import { ledgerSide } from './ledger-side.queries.js';

let stage: PayoutStage;
let gate: StageGate;
let test: TestDatabase;
let running: RunningProjections;
const stopping = new AbortController();
const clock = new ManualClock(new Date().toISOString());

beforeAll(async () => {
  stage = await PayoutStage.start();
  gate = await stage.startGate();
  test = await createTestDatabase();
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const { signal } = stopping;
  running = await runProjections({ projections, eventStreams: stage.streams, database: test.database, log, signal });
});
afterAll(async () => {
  stopping.abort();
  await running.done;
  await gate.stop();
  await stage.stop();
  await test.drop();
});

async function paid(): Promise<PayoutRequest> {
  const request = await stage.request();
  const worker = workerProcess(stage, { clock: earlierClock(), gateUrl: gate.url });
  expect(await carry(stage, request, { worker, clock: earlierClock() })).toMatchObject({ ended: 'settled' });
  return request;
}

async function projected(): Promise<void> {
  const end = await stage.streams.head();
  for (;;) {
    const states = running.states();
    expect(states.flatMap(({ stoppedAt }) => stoppedAt?.reason ?? [])).toEqual([]);
    if (states.every(({ position }) => (position?.commit ?? 0n) >= (end?.commit ?? 0n))) return;
    await delay(20);
  }
}

function job(): Reconcile {
  const provider = pulledItems(stage.usualGateway.reader, 0, new AbortController().signal);
  const sides = { ledger: ledgerSide(test.database), provider };
  return new Reconcile(sides, new BreakStreams(stage.aggregates()), clock, usualSettings);
}

async function run(): Promise<ReconcileSummary> {
  await projected();
  const summary = await job().run();
  await projected();
  return summary;
}

/** The sandbox's wallets hold other assets too, which these books have never seen. */
async function open(): Promise<object[]> {
  const rows = await listBreaks(test.database, { status: 'open' }, 100);
  return rows
    .filter(({ asset }) => asset === null || asset === 'USDT@tron/6')
    .map(({ kind, severity, expected, actual, difference }) => ({ kind, severity, expected, actual, difference }));
}

async function kinds(): Promise<string[]> {
  return (await listBreaks(test.database, { status: 'open' }, 100))
    .filter(({ wallet_id: wallet }) => wallet === null)
    .map(({ kind }) => kind ?? '');
}

async function balance(walletId: string, amount: string): Promise<void> {
  const body = JSON.stringify({ asset: 'USDT', blockchain: 'TRON', balance: amount });
  const headers = { 'content-type': 'application/json' };
  const url = `${stage.provider.controlUrl}/wallets/${walletId}/balance`;
  const response = await fetch(url, { method: 'PUT', headers, body });
  expect(response.status).toBe(200);
}

describe('RS-02 RS-09 RS-10 INV-R2 books and provider, compared by pulls', () => {
  it('agree about what was paid, and what was refused', async () => {
    await paid();
    const request = await stage.request();
    await stage.sandbox.misbehave(request.payoutId, { scenario: 'duplicate-create' });
    const worker = workerProcess(stage, { clock: earlierClock(), gateUrl: gate.url });
    expect(await carry(stage, request, { worker, clock: earlierClock() })).toMatchObject({ ended: 'settled' });
    expect(await run()).toMatchObject({ matched: 2, found: 0, opened: 0, unavailable: 0 });
    expect(await open()).toEqual([]);
  });

  it('differ in a balance: found in the next run, changed, and gone when both agree again', async () => {
    const providerWalletId = stage.providerWalletId(2);
    const wallet = {
      walletId: 'wal_books',
      operatorId: 'acme',
      providerWalletId,
      name: 'Books',
      role: 'operator',
    } as const;
    await stage.aggregates().execute({
      streamName: walletStream('wal_books'),
      decider: walletDecider,
      codec: walletCodec,
      command: { type: 'RegisterWallet', data: { ...wallet, now: clock.now() } },
      metadata: { correlationId: 'spec', causationId: 'spec', actor: 'spec' },
    });
    await stage.request({ walletId: 'wal_books' }, 1_000_000_000n);
    await balance(providerWalletId, '1000');
    const { found: others } = await run();
    expect(others).toBeGreaterThan(0);
    expect(await open()).toEqual([]);
    await balance(providerWalletId, '990.5');
    expect(await run()).toMatchObject({ found: others + 1, opened: 1 });
    const drift = { kind: 'balance-drift', severity: 'critical', expected: '1000' };
    expect(await open()).toEqual([{ ...drift, actual: '990.5', difference: '-9.5' }]);
    await balance(providerWalletId, '990');
    expect(await run()).toMatchObject({ found: others + 1, opened: 0 });
    expect(await open()).toEqual([{ ...drift, actual: '990', difference: '-10' }]);
    await balance(providerWalletId, '1000');
    expect(await run()).toMatchObject({ found: others, cleared: 1 });
    expect(await open()).toEqual([]);
  });

  it('differ by a transaction that our books do not know at all', async () => {
    const rows = [statementRow({ providerId: 'tx-foreign', transactionHash: 'hash-foreign' })];
    const at = clock.now().getTime();
    const day = { from: new Date(at - 24 * 60 * minute), until: new Date(at + 60 * minute) };
    const { findings } = await job().statement('may.csv', rows, day);
    expect(findings.map(({ kind }) => kind)).toContain('missing-here');
    await projected();
    expect((await kinds()).toSorted()).toEqual(['missing-here', 'missing-there', 'missing-there']);
    // A run that asks the provider says nothing about a statement.
    await run();
    expect(await open()).toHaveLength(3);
  });
});

function statementRow(changes: Partial<ProviderItem>): ProviderItem {
  return theirs({ asset: usdt, at: new Date(clock.now().getTime() - 60_000), ...changes });
}
