import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { openDatabase } from '#libs/read-store/database.js';
import { migrate } from '#libs/read-store/migrations.js';
import { prepareProjections } from '#libs/read-store/projection.registry.js';
import { balances } from '#projections/balances/balances.projection.js';
import type { ExportTaken, ExportWork } from './export.process.js';
import type { Benchmark, BenchResult, BenchSettings } from './support/benchmark.js';
import { inProcess } from './support/in-process.js';
import { withStores } from './support/stores.js';

const entry = fileURLToPath(new URL('./export.process.js', import.meta.url));
const wallets = 50;

/**
 * Export of ledger entries out of Postgres into a file, each in a process of its own, beside Postgres' own COPY of the
 * same rows into a file. A tenth of the rows as well, which shows what of the memory goes with the rows.
 */
export const exports: Benchmark = {
  name: 'export',
  summary: 'exports of ledger entries into files, beside COPY of Postgres',
  defaults: { events: 1_000_000, concurrency: 1, rounds: 1 },
  run: (settings) => withStores(({ databaseUrl }) => compare(databaseUrl, settings)),
};

async function compare(databaseUrl: string, settings: BenchSettings): Promise<BenchResult[]> {
  await fill(databaseUrl, settings);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-bench-export-'));
  const { events, seed, rounds } = settings;
  const contenders = [
    { name: 'COPY of Postgres', format: 'copy', rows: events },
    { name: 'csv', format: 'csv', rows: events },
    { name: 'csv, a tenth', format: 'csv', rows: Math.ceil(events / 20) * 2 },
    { name: 'jsonl', format: 'jsonl', rows: events },
    { name: 'parquet', format: 'parquet', rows: events },
  ] as const;
  try {
    const taken = contenders.map((): ExportTaken[] => []);
    for (let round = 0; round < rounds; round++)
      for (const [index, { format, rows }] of contenders.entries()) {
        const work: ExportWork = { databaseUrl, format, to: String(rows / 2), file: path.join(folder, 'file') };
        taken[index]?.push(await inProcess<ExportTaken>(entry, work));
      }
    return contenders.map(({ name, rows }, index) => report({ name, seed, rows }, taken[index] ?? []));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report(about: { name: string; seed: number; rows: number }, taken: readonly ExportTaken[]): BenchResult {
  const bySpeed = taken.toSorted((a, b) => a.seconds - b.seconds);
  const median = bySpeed[Math.floor((bySpeed.length - 1) / 2)];
  if (!median) throw new Error('At least one round');
  return {
    ...about,
    seconds: Number(median.seconds.toFixed(2)),
    perSecond: Math.round(about.rows / median.seconds),
    cpu_us_per_row: Number(((median.cpuSeconds / about.rows) * 1e6).toFixed(1)),
    mb: Math.round(median.bytes / 1e6),
    peak_mb: Math.max(...taken.map(({ peakMb }) => peakMb)),
  };
}

/** Two entries at each position, as a projection would have written them; the seed decides wallets and amounts. */
async function fill(databaseUrl: string, { events, seed }: BenchSettings): Promise<void> {
  const database = openDatabase({ url: databaseUrl, statementMsMax: 0 });
  try {
    await migrate(database);
    await prepareProjections(database, [balances]);
    await sql`insert into read.wallet (wallet_id, operator_id, provider_wallet_id, name, role, registered_at)
      select 'wal_' || nth, 'op_' || nth % 5, 'provider-' || nth, 'W', 'operator', '2026-01-01Z'
      from generate_series(0, ${wallets - 1}::int) as nth`.execute(database);
    await sql`insert into read.balance_entry (account, asset, commit_position, posting_index, amount_minor,
        counter_account, event, stream, revision, event_id, recorded_at, effective_at, cause)
      select side.account, 'USDT@tron/6', nth, 0, side.sign * (1 + mod(abs(hash::bigint), 1000000000)), side.counter, 'HoldCaptured',
        'account-wal_' || wallet || '-USDT@tron/6', nth, md5(nth::text || ${String(seed)})::uuid,
        '2026-01-01Z'::timestamptz + nth * interval '1 second', '2026-01-01Z'::timestamptz + nth * interval '1 second',
        'po_' || left(md5(${String(seed)} || nth::text), 26)
      from generate_series(1, ${Math.ceil(events / 2)}::int) as nth,
        lateral (select hashint4(nth # ${seed}::int) as hash) as hashed,
        lateral (select mod(abs(hash::bigint), ${wallets}) as wallet) as chosen,
        lateral (values ('wallet:wal_' || wallet || ':reserved', -1, 'external:tron'),
          ('external:tron', 1, 'wallet:wal_' || wallet || ':reserved')) as side (account, sign, counter)`.execute(
      database,
    );
    await sql`vacuum analyze`.execute(database);
  } finally {
    await database.close();
  }
}
