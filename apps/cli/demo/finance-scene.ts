import { CloseDayJob } from '#libs/day-end/close-day.job.js';
import { dayFromHistory } from '#libs/day-end/day-from-history.js';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { createInabitReader } from '#libs/inabit/create-inabit-reader.js';
import { SystemClock } from '#libs/platform/clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { createLog, messageLog } from '#libs/platform/logging.js';
import type { Database } from '#libs/read-store/database.js';
import { BreakStreams } from '#libs/reconciliation/break-streams.js';
import { pulledItems } from '#libs/reconciliation/pulled-items.job.js';
import { Reconcile, usualSettings } from '#libs/reconciliation/reconcile.job.js';
import { suggestions } from '#libs/reconciliation/suggestions.js';
import { listBreaks, type BreakRow } from '#projections/breaks/breaks.queries.js';
import { ledgerSide } from '#projections/breaks/ledger-side.queries.js';
import type { DemoStage } from './demo-stage.js';
import { inTime } from './in-time.js';

const dayMs = 24 * 3_600_000;
const shownMsMax = 10_000;
const coin = { asset: 'USDT', blockchain: 'TRON' };

/** A business day is closed, and a difference with the provider is found, explained and ended. */
export async function playFinance(stage: DemoStage): Promise<void> {
  const streams = connectEventStreams({ connectionString: stage.context.eventStoreUrl });
  try {
    await closeYesterday(stage, streams);
    await explainBreak(stage, streams);
  } finally {
    await streams.close();
  }
}

/** Only a day that is over can be closed; what the demo moved belongs to today. */
async function closeYesterday({ print }: DemoStage, streams: EventStreams): Promise<void> {
  const job = new CloseDayJob(streams, new AggregateStore(streams, new RandomIds()), new SystemClock());
  const day = new Date(Date.now() - dayMs).toISOString().slice(0, 10);
  const closed = await job.close({ day, timeZone: 'UTC' }, 'user:demo');
  if (closed.outcome === 'rejected') throw new Error(`${day} was not closed: ${closed.rejection.code}`);
  const { closesAt: opensAfter } = closed.day;
  const until = { instant: new Date() };
  const { trialBalance } = await dayFromHistory(streams, { opensAfter, until });
  const sums = new Map<string, bigint>();
  for (const { asset, closing } of trialBalance.lines()) sums.set(asset, (sums.get(asset) ?? 0n) + closing);
  if ([...sums.values()].some((sum) => sum !== 0n)) throw new Error('The trial balance should sum to zero');
  print(`  ${day} (UTC) is closed; today so far, out of the log alone: ${sums.size} assets, each sums to zero`);
}

async function explainBreak(stage: DemoStage, streams: EventStreams): Promise<void> {
  const { sandbox, wallets, database, print } = stage;
  const { providerWalletId } = wallets.operator;
  const breaks = new BreakStreams(new AggregateStore(streams, new RandomIds()));
  const job = jobOf(stage, breaks);
  const balance = await sandbox.balanceOf(providerWalletId, coin);
  await sandbox.setBalance(providerWalletId, coin, '1');
  await job.run();
  const found = await inTime('The break', shownMsMax, () => openBreak(stage));
  const { break_id: id, expected, actual, difference } = found;
  print(`  The provider reports ${actual} USDT where the books say ${expected}: ${found.kind} ${difference} (${id})`);
  print(`    ${suggestions['balance-drift']}`);
  await explain(breaks, id ?? '');
  await sandbox.setBalance(providerWalletId, coin, balance);
  const { cleared } = await job.run();
  await inTime('Its end', shownMsMax, async () => ((await openDrifts(database)).length === 0 ? true : undefined));
  print(`  Explained, put right, looked at again: ${cleared} break ended, no balance differs`);
}

function jobOf({ context, database }: DemoStage, breaks: BreakStreams): Reconcile {
  const { graphqlUrl: url, viewerLoginToken, adminLoginToken, organizationId } = context.sandbox;
  const clock = new SystemClock();
  const log = messageLog(createLog({ app: 'demo', level: 'warn', format: 'pretty', write: context.print }));
  const loginToken = viewerLoginToken ?? adminLoginToken;
  const reader = createInabitReader({ url, loginToken, organizationId, clock, log });
  const provider = pulledItems(reader, 0, context.signal);
  return new Reconcile({ ledger: ledgerSide(database), provider }, breaks, clock, usualSettings);
}

async function openBreak({ database, wallets }: DemoStage): Promise<BreakRow | undefined> {
  const rows = await openDrifts(database);
  const others = rows.filter(({ wallet_id: wallet }) => wallet !== wallets.operator.walletId);
  if (others.length > 0) throw new Error(`Nothing else should differ: ${JSON.stringify(others)}`);
  return rows[0];
}

/** The sandbox has wallets besides, which the demo has not registered: each is a break of its own. */
async function openDrifts(database: Database): Promise<BreakRow[]> {
  const rows = await listBreaks(database, { status: 'open' }, 100);
  return rows.filter(({ kind }) => kind !== 'unknown-wallet');
}

async function explain(breaks: BreakStreams, breakId: string): Promise<void> {
  const explanation = 'The demo changed the balance at the provider by hand.';
  const data = { explanation, by: 'user:demo', now: new SystemClock().now() };
  await breaks.execute(breakId, { type: 'ExplainBreak', data }, 'user:demo');
}
