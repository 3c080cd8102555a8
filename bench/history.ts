import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import { openDatabase, type Database } from '#libs/read-store/database.js';
import { migrate } from '#libs/read-store/migrations.js';
import { balancesAt } from '#projections/balances/balances-at.queries.js';
import { balances } from '#projections/balances/balances.projection.js';
import type { DayTaken, DayWork } from './history.process.js';
import type { Benchmark, BenchResult } from './support/benchmark.js';
import { fillLog } from './support/fill-log.js';
import { inProcess } from './support/in-process.js';
import { percentile } from './support/measure.js';
import { projectLog } from './support/project-log.js';
import { seededRandom } from './support/seeded.js';
import { withStores, type BenchStores } from './support/stores.js';
import { ledger, seed as workloadSeed, usdt, walletCount } from './support/workload.js';

const entry = fileURLToPath(new URL('./history.process.js', import.meta.url));
const entriesPerEvent = 2;
/** The peer adds up a million rows each time. */
const peerLooks = 20;

/**
 * What stood in accounts at any position of the log, out of the read model, beside the sum over their entries in plain
 * SQL; and a whole day out of the log alone, each in a process of its own, beside merely reading the log. `events` are
 * ledger entries, two for each posting.
 */
export const history: Benchmark = {
  name: 'history',
  summary: 'balances at a point in time, and days out of the log alone',
  defaults: { events: 1_000_000, concurrency: 1, rounds: 1_000 },
  run: ({ events, rounds, seed }) => withStores((stores) => compare(stores, { entries: events, looks: rounds, seed })),
};

interface Settings {
  readonly entries: number;
  readonly looks: number;
  readonly seed: number;
}

async function compare(stores: BenchStores, settings: Settings): Promise<BenchResult[]> {
  const { eventStoreUrl, databaseUrl } = stores;
  const eventStreams = connectEventStreams({ connectionString: eventStoreUrl, timing: patientTiming });
  const database = openDatabase({ url: databaseUrl, statementMsMax: 0 });
  try {
    await migrate(database);
    await fillLog(eventStreams, ledger, settings.entries / entriesPerEvent);
    await projectLog({ eventStreams, database, projections: [balances] });
    await sql`analyze`.execute(database);
    const looks = await lookBack(database, settings);
    const { commit } = (await eventStreams.head()) ?? { commit: 0n };
    const days: BenchResult[] = [];
    for (const [name, work, upTo] of [
      ['day out of the log', 'day', commit],
      ['day out of the log, a tenth', 'day', commit / 10n],
      ['reading the log only', 'read', commit],
    ] as const) {
      const asked: DayWork = { eventStoreUrl, work, upTo: upTo.toString() };
      const taken = await inProcess<DayTaken>(entry, asked);
      days.push(reportDay(name, await entriesUpTo(database, upTo), taken));
    }
    return [...looks, ...days];
  } finally {
    await eventStreams.close();
    await database.close();
  }
}

interface Question {
  readonly account: string;
  readonly position: bigint;
}

async function lookBack(database: Database, { entries, looks, seed }: Settings): Promise<BenchResult[]> {
  const questions = await questionsOf(database, looks, seed);
  const one = ({ account, position }: Question) => balancesAt(database, position, { account, asset: usdt });
  for (const question of questions.slice(0, peerLooks)) await expectSame(database, question, await one(question));
  const asked = questions.slice(0, Math.min(peerLooks, looks));
  return [
    reportLooks('one account at a position', entries, await timeEach(questions, one)),
    reportLooks(
      'all accounts at a position',
      entries,
      await timeEach(questions, (q) => balancesAt(database, q.position)),
    ),
    reportLooks('one account, sum in SQL', entries, await timeEach(asked, (q) => sumOf(database, q))),
  ];
}

/** Any account of the workload at any position. */
async function questionsOf(database: Database, count: number, seed: number): Promise<Question[]> {
  const { rows } = await sql<{
    last: string;
  }>`select max(commit_position)::text as last from read.balance_entry`.execute(database);
  const last = Number(rows[0]?.last ?? 0);
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const part = random() < 0.5 ? 'available' : 'reserved';
    const account = `wallet:wal_${Math.floor(random() * walletCount)}:${part}`;
    return { account, position: BigInt(Math.floor(random() * last)) };
  });
}

async function sumOf(database: Database, { account, position }: Question): Promise<string> {
  const { rows } = await sql<{ minor: string }>`select coalesce(sum(amount_minor), 0)::text as minor
    from read.balance_entry where account = ${account} and asset = ${usdt} and commit_position <= ${String(position)}`.execute(
    database,
  );
  return rows[0]?.minor ?? '0';
}

async function expectSame(
  database: Database,
  question: Question,
  [found]: readonly { readonly balanceMinor: string }[],
): Promise<void> {
  const sum = await sumOf(database, question);
  if ((found?.balanceMinor ?? '0') !== sum)
    throw new Error(`${question.account} at ${question.position} is not ${sum}`);
}

async function timeEach<Item>(items: readonly Item[], look: (item: Item) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (const item of items) {
    const startedAt = performance.now();
    await look(item);
    taken.push(performance.now() - startedAt);
  }
  return taken;
}

function reportLooks(name: string, entries: number, taken: readonly number[]): BenchResult {
  const seconds = taken.reduce((sum, ms) => sum + ms, 0) / 1_000;
  const ms = (share: number): number => Number(percentile(taken, share).toFixed(2));
  const latency = { p50_ms: ms(0.5), p99_ms: ms(0.99) };
  return { name, seed: workloadSeed, entries, seconds: Number(seconds.toFixed(2)), ...latency, peak_mb: '' };
}

async function entriesUpTo(database: Database, position: bigint): Promise<number> {
  const { rows } = await sql<{ entries: number }>`select count(*)::integer as entries from read.balance_entry
    where commit_position <= ${String(position)}`.execute(database);
  return rows[0]?.entries ?? 0;
}

function reportDay(name: string, entries: number, { seconds, peakMb }: DayTaken): BenchResult {
  const latency = { p50_ms: '', p99_ms: '' };
  return { name, seed: workloadSeed, entries, seconds: Number(seconds.toFixed(2)), ...latency, peak_mb: peakMb };
}
