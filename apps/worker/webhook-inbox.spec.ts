import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { inboxCodec, inboxOutcomeStream } from '#libs/webhooks-in/inbox.codec.js';
import { arrival } from '#libs/webhooks-in/inbox-stage.fixtures.js';
import { InboxWriter } from '#libs/webhooks-in/inbox-writer.js';
import { usualNetworks } from '#libs/chains/networks.js';
import { createLog } from '#libs/platform/logging.js';
import { NestLog } from '#libs/platform/nest-log.js';
import { RandomIds } from '#libs/platform/ids.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import { walletCodec, walletStream } from '#libs/wallets/wallet.codec.js';
import { walletDecider } from '#libs/wallets/wallet.js';
import { outcomeOf } from '#test/support/payout-outcome.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { BackgroundRunners } from './background-runners.js';
import { PayoutRunner } from './payout-runner.js';
import { WorkerModule } from './worker.module.js';

/** Without the read model nothing is polled: what moves a payout here is news of its stream, and webhooks. */
const nowhere = 'postgres://ledger@127.0.0.1:9/none';
const onItsWay = { ended: 'open', money: 'reserved', broadcast: 1 };
let stage: PayoutStage;
let gate: StageGate;
let inbox: InboxWriter;
let worker: INestApplicationContext;

beforeAll(async () => {
  stage = await PayoutStage.start({ completionDelayMs: 60_000 });
  gate = await stage.startGate();
  inbox = new InboxWriter(stage.streams, new RandomIds());
  worker = await startWorker();
});
afterAll(async () => {
  await worker.close();
  await gate.stop();
  await stage.stop();
});

/** The worker as its `main.ts` starts it. */
async function startWorker(): Promise<INestApplicationContext> {
  const log = createLog({ app: 'worker', level: 'silent', format: 'json' });
  const module = WorkerModule.with({
    eventStore: { url: stage.eventStoreUrl },
    database: { url: nowhere },
    inabit: { ...stage.inabitConfig(), loginToken: stage.provider.adminLoginToken },
    worker: {
      gateUrl: gate.url,
      retryQuietMs: 60_000,
      reviewAfterMs: 600_000,
      pollMs: 100,
      callTimeoutMs: 5_000,
      balancePollMs: 60_000,
      feePollMs: 300_000,
      reconcileMs: 300_000,
      dayEnd: { timeZone: undefined, graceMs: 0 },
    },
    environment: 'test',
    networks: usualNetworks('test'),
    log,
  });
  const started = await NestFactory.createApplicationContext(module, { logger: new NestLog(log) });
  started.get(PayoutRunner).start();
  started.get(BackgroundRunners).start();
  await delay(500); // Its news begin at the end of the log.
  return started;
}

async function eventually(request: PayoutRequest, wanted: object): Promise<void> {
  let outcome = await outcomeOf(stage, request);
  for (let tries = 0; tries < 200 && !includes(outcome, wanted); tries++) {
    await delay(50);
    outcome = await outcomeOf(stage, request);
  }
  expect(outcome).toMatchObject(wanted);
}

function includes(outcome: object, wanted: object): boolean {
  return Object.entries(wanted).every(([name, value]) => Reflect.get(outcome, name) === value);
}

async function webhook(transactionId: string, status: string): Promise<string> {
  const body = JSON.stringify({ event: 'OutgoingTransactionStatusUpdated', data: { transactionId, status } });
  return inbox.store(arrival(body, 'platform'));
}

/** How these ended, once all of them have. */
async function ends(webhookIds: readonly string[]): Promise<string[]> {
  const wanted = new Set(webhookIds);
  for (let tries = 0; ; tries++) {
    const last = await stage.streams.find(inboxOutcomeStream, 'last');
    if (last === undefined || last.revision < BigInt(wanted.size)) {
      await delay(200);
      continue;
    }
    const { events } = await stage.streams.read(inboxOutcomeStream);
    const facts = events.map((event) => inboxCodec.decode(event));
    const found = facts.filter(({ data }) => 'webhookId' in data && wanted.has(data.webhookId));
    if (found.length >= wanted.size || tries >= 200) return found.map(({ type }) => type);
    await delay(100);
  }
}

async function providerIdOf(request: PayoutRequest): Promise<string> {
  const [created] = await stage.sandbox.createdWith(request.payoutId);
  return created?.id ?? '';
}

async function moneyFacts(): Promise<number> {
  let count = 0;
  for await (const _ of stage.streams.readAll('start', { streamPrefixes: ['account-'] })) count++;
  return count;
}

describe('IN-21 IN-22 a wallet that is registered', () => {
  it('gets the addresses that the provider has for it, without anybody asking for them', async () => {
    const stream = walletStream('wal_fresh');
    const base = { walletId: 'wal_fresh', operatorId: 'acme', role: 'operator', name: 'x', now: new Date() } as const;
    const command = { type: 'RegisterWallet', data: { ...base, providerWalletId: stage.providerWalletId(1) } } as const;
    const metadata = { correlationId: 'c', causationId: 'c', actor: 'test' };
    const wallet = { streamName: stream, decider: walletDecider, codec: walletCodec };
    await stage.aggregates().execute({ ...wallet, command, metadata });
    for (let tries = 0; tries < 100 && (await stage.facts(stream)).length < 4; tries++) await delay(50);
    const chains = (await stage.facts(stream)).flatMap(({ data }) => data['chain'] ?? []);
    expect(chains).toEqual(['tron', 'ethereum', 'bitcoin']);
  });
});

describe('DW-33 a webhook', () => {
  it('INV-I3 S-14 F5.3 that is forged has somebody look, a thousand times, and moves no money', async () => {
    const request = await stage.request();
    await eventually(request, onItsWay);
    const providerId = await providerIdOf(request);
    const before = await moneyFacts();
    const forged = Array.from({ length: 1_000 }, (_, n) =>
      webhook(n % 3 === 0 ? providerId : `forged-${n % 40}`, n % 2 === 0 ? 'Completed' : `Failed-${n}`),
    );
    expect(await ends(await Promise.all(forged))).toHaveLength(1_000);
    expect(await moneyFacts()).toBe(before);
    expect(await outcomeOf(stage, request)).toMatchObject(onItsWay);
  }, 120_000);

  it('is the primary signal: with it a payout ends without anybody polling', async () => {
    await stage.sandbox.change({ completionDelayMs: 500 });
    const request = await stage.request();
    await stage.landed(request, 1);
    await delay(500);
    expect(await outcomeOf(stage, request)).toMatchObject({ ended: 'open' });
    const webhookId = await webhook(await providerIdOf(request), 'Completed');
    await eventually(request, { ended: 'settled', money: 'gone' });
    expect(await ends([webhookId])).toEqual(['WebhookProcessed']);
  });

  it('about a transaction that is none of ours is ignored', async () =>
    expect(await ends([await webhook('tx-of-somebody-else', 'Completed')])).toEqual(['WebhookIgnored']));

  it('F5.6 that came while no worker ran is looked at by the next one', async () => {
    await worker.close();
    const webhookId = await webhook('tx-of-nobody', 'Completed');
    worker = await startWorker();
    expect(await ends([webhookId])).toEqual(['WebhookIgnored']);
  });
});
