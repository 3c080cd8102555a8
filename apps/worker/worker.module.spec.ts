import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { usualNetworks } from '#libs/chains/networks.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import { createLog } from '#libs/platform/logging.js';
import { NestLog } from '#libs/platform/nest-log.js';
import { runProjections } from '#libs/read-store/run-projections.js';
import { balances } from '#projections/balances/balances.projection.js';
import { payouts } from '#projections/payouts/payouts.projection.js';
import { swaps } from '#projections/swaps/swaps.projection.js';
import { transfers } from '#projections/transfers/transfers.projection.js';
import { outcomeOf, safetyProblems, type PayoutOutcome } from '#test/support/payout-outcome.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import { createTestDatabase, type TestDatabase } from '#test/support/postgres.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { requestSwap, swapFacts } from '#test/support/swap-stage.js';
import { endOfTransfer, requestTransfer, transferBalances } from '#test/support/transfer-stage.js';
import { BackgroundRunners } from './background-runners.js';
import { PayoutRunner } from './payout-runner.js';
import { WorkerModule } from './worker.module.js';

const nowhere = 'postgres://ledger@127.0.0.1:9/none';
const paid: PayoutOutcome = { ended: 'settled', attempts: 1, created: 1, broadcast: 1, money: 'gone' };
/** On the chain, and nobody here has seen it yet. */
const onItsWay: PayoutOutcome = { ...paid, ended: 'open', money: 'reserved' };
const running: INestApplicationContext[] = [];
let lines: string[] = [];
let stage: PayoutStage;
let gate: StageGate;
let postgres: TestDatabase;

beforeAll(async () => {
  [stage, postgres] = await Promise.all([PayoutStage.start(), createTestDatabase()]);
  gate = await stage.startGate();
});

afterEach(async () => {
  await closeAll();
  lines = [];
});

afterAll(async () => {
  await gate.stop();
  await stage.stop();
  await postgres.drop();
});

async function closeAll(): Promise<void> {
  for (const worker of running.splice(0)) await worker.close();
}

/** The worker as its `main.ts` starts it. */
async function startWorker(databaseUrl: string): Promise<void> {
  const { adminLoginToken: loginToken } = stage.provider;
  const log = createLog({ app: 'worker', level: 'info', format: 'json', write: (line) => lines.push(line) });
  const module = WorkerModule.with({
    eventStore: { url: stage.eventStoreUrl },
    database: { url: databaseUrl },
    inabit: { ...stage.inabitConfig(), loginToken },
    worker: {
      gateUrl: gate.url,
      retryQuietMs: 300,
      reviewAfterMs: 60_000,
      pollMs: 100,
      callTimeoutMs: 5_000,
      balancePollMs: 100,
      feePollMs: 300_000,
      reconcileMs: 300_000,
      dayEnd: { timeZone: undefined, graceMs: 0 },
    },
    environment: 'test',
    networks: usualNetworks('test'),
    log,
  });
  const worker = await NestFactory.createApplicationContext(module, { logger: new NestLog(log) });
  running.push(worker);
  worker.get(PayoutRunner).start();
  worker.get(BackgroundRunners).start();
}

async function eventually(request: PayoutRequest, wanted: PayoutOutcome): Promise<void> {
  let outcome = await outcomeOf(stage, request);
  for (let tries = 0; tries < 150 && !isDeepStrictEqual(outcome, wanted); tries++) {
    await delay(50);
    outcome = await outcomeOf(stage, request);
  }
  expect(outcome).toEqual(wanted);
}

/** The read model that the sweep looks into, kept up to date meanwhile. */
async function withProjection(work: () => Promise<void>): Promise<void> {
  const stopping = new AbortController();
  const { done } = await runProjections({
    projections: [balances, payouts, swaps, transfers],
    eventStreams: stage.streams,
    database: postgres.database,
    log: createLog({ app: 'projector', level: 'error', format: 'json', write: () => undefined }),
    signal: stopping.signal,
    timing: { pollMs: 50, standByMs: 50 },
  });
  try {
    await work();
  } finally {
    stopping.abort();
    await done;
  }
}

describe('PO-02 the worker by itself', () => {
  it('F1.9 asks the provider though Postgres is away; what then waits for time waits for Postgres', async () => {
    await stage.sandbox.change({ completionDelayMs: 60_000 });
    await startWorker(nowhere);
    await delay(500); // Its subscription begins at the end of the log.
    const request = await stage.request();
    await eventually(request, onItsWay);
    await stage.sandbox.change({ completionDelayMs: 0 });
    await stage.landed(request, 1);
    await delay(300);
    expect(await outcomeOf(stage, request)).toEqual(onItsWay);
    expect(lines.join('')).toContain('sweep-failed');
    await closeAll();
    await withProjection(async () => {
      await startWorker(postgres.url);
      await eventually(request, paid);
    });
  });

  it('F3.1 finds what it missed while it was away', () =>
    withProjection(async () => {
      const missed = await stage.request();
      await startWorker(postgres.url);
      await eventually(missed, paid);
    }));

  it('F3.2 tries again by itself when an answer did not come', () =>
    withProjection(async () => {
      const request = await stage.request();
      await stage.sandbox.misbehave(request.payoutId, { scenario: 'lose-response-before-acceptance' });
      await startWorker(postgres.url);
      await eventually(request, { ...paid, attempts: 2 });
    }));

  it('IN-11 finds a transfer that it missed, and carries it over both legs', () =>
    withProjection(async () => {
      const missed = await requestTransfer(stage);
      await startWorker(postgres.url);
      for (let tries = 0; tries < 150 && (await endOfTransfer(stage, missed)).length < 4; tries++) await delay(50);
      expect((await endOfTransfer(stage, missed)).at(-1)).toBe('TransferCompleted');
      expect(await transferBalances(stage, missed)).toMatchObject({ 'wallet:operator:available': missed.amount.minor });
    }));

  it('IN-13 finds a swap that it missed, and closes it', () =>
    withProjection(async () => {
      const missed = await requestSwap(stage);
      await startWorker(postgres.url);
      for (let tries = 0; tries < 150 && (await swapFacts(stage, missed)).at(-1) !== 'SwapClosed'; tries++)
        await delay(50);
      expect((await swapFacts(stage, missed)).slice(-2)).toEqual(['SwapSettled', 'SwapClosed']);
    }));

  it('RS-09 records what the provider says of a registered wallet', () =>
    withProjection(async () => {
      const { fromWalletId } = await requestTransfer(stage);
      await startWorker(postgres.url);
      const seen = () => stage.facts(`provider-balance-${fromWalletId}-USDT@tron/6`);
      for (let tries = 0; tries < 150 && (await seen()).length === 0; tries++) await delay(50);
      expect(await seen()).not.toEqual([]);
    }));

  it('F3.10 two of them pay once', () =>
    withProjection(async () => {
      await Promise.all([startWorker(postgres.url), startWorker(postgres.url)]);
      const requests = await Promise.all(Array.from({ length: 4 }, () => stage.request()));
      for (const request of requests) await eventually(request, paid);
    }));

  it('claims nothing more once it is closed, and closes at once', async () => {
    await startWorker(nowhere);
    const startedAt = performance.now();
    await closeAll();
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    const request = await stage.request();
    await delay(300);
    expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'open', attempts: 0, money: 'free' });
  });
});

describe('a payout whose stream cannot be read', () => {
  it('F7.4 is reported, and does not keep the worker from the others', async () => {
    await startWorker(nowhere);
    await delay(500);
    const metadata = { correlationId: 'c', causationId: 'c', actor: 'nobody' };
    const strange = { id: randomUUID(), type: 'PayoutForgotten.v1', data: {}, metadata };
    await stage.streams.append('payout-po_strange', 'no-stream', [strange]);
    await stage.sandbox.change({ completionDelayMs: 60_000 });
    await eventually(await stage.request(), onItsWay);
    const reported = lines.filter((line) => line.includes('payout-not-advanced'));
    expect(reported.join('')).toMatch(/po_strange.*UnknownEventType/s);
  });
});

describe('INV-P3 INV-P4 INV-P5 INV-P6 after all this', () => {
  it('every payout is safe', async () => expect(await safetyProblems(stage)).toEqual([]));
});
