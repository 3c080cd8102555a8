import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { findAsset } from '#libs/money/asset.js';
import { formatAmount } from '#libs/money/amount-text.js';
import { money } from '#libs/money/money.js';
import { TestEventStore } from '#test/support/event-store.js';
import { runCli } from '../support/run-command.spec-support.js';
import { exportCommand } from './export.command.js';
import { ExportStage, type Payment } from './export.fixtures.js';

type Row = Readonly<Record<string, string>>;

const before = { ...process.env };
const injected = '=HYPERLINK("http://evil","x")';
const first: Payment = { id: 'po_1', wallet: 'wal_1', minor: '12500000', reference: injected };
const second: Payment = { id: 'po_2', wallet: 'wal_2', minor: '1' };
const late: Payment = { id: 'po_3', wallet: 'wal_1', minor: '5' };
let stage: ExportStage;
let store: TestEventStore;
let folder: string;
let end: string;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-export-'));
  stage = await ExportStage.start();
  process.env['DATABASE_URL'] = stage.harness.test.url;
  store = await TestEventStore.start(); // Empty: what is projected comes from the harness.
  process.env['EVENTSTORE_URL'] = store.connectionString;
  for (const payment of [first, second]) stage.open(payment);
  stage.settle(first);
  await stage.caughtUp();
  end = stage.lastPosition.toString();
}, 60_000);
afterAll(async () => {
  process.env = before;
  await stage.harness.close();
  await store.remove();
  fs.rmSync(folder, { recursive: true });
});

/** Of the last command. */
let exitCode: number;

async function ledger(...args: string[]): Promise<string> {
  const run = await runCli(exportCommand(), ...args);
  exitCode = run.exitCode;
  return run.text + run.errors;
}

async function bytesOf(name: string, dataset: string, format: string, ...args: string[]): Promise<string> {
  const out = path.join(folder, name);
  await ledger(dataset, '--format', format, '--out', out, ...args);
  return fs.readFileSync(out, 'latin1') + fs.readFileSync(`${out}.manifest.json`, 'latin1');
}

async function csv(dataset: string, ...args: string[]): Promise<Row[]> {
  const out = path.join(folder, 'rows.csv');
  await ledger(dataset, '--out', out, ...args);
  return parse(fs.readFileSync(out), { columns: true });
}

const datasets = ['entries', 'journal', 'payouts', 'balances'];
const formats = ['csv', 'jsonl', 'parquet'];

describe('RS-01 ledger export', () => {
  it('writes each side of each posting with what traces it, amounts exact to the last digit', async () => {
    const rows = await csv('entries', '--to', end);
    expect(rows).toHaveLength(12);
    for (const { token, chain, decimals, amount, amount_minor: minor } of rows) {
      const asset = findAsset(`${token}@${chain}/${decimals}`);
      expect(amount).toBe(asset && formatAmount(money(asset, BigInt(minor ?? ''))));
    }
    const events = new Map(stage.harness.log.events.map((event) => [event.id, event]));
    for (const { event_id: id, position, stream, revision, recorded_at: at, kind, correlation_id: cause } of rows) {
      const event = events.get(id ?? '');
      expect(event).toMatchObject({ streamName: stream, revision: BigInt(revision ?? ''), type: `${kind}.v1` });
      expect(event?.recordedAt.toISOString()).toBe(at);
      expect(event?.position.commit.toString()).toBe(position);
      expect(event?.metadata.correlationId).toBe(cause);
    }
    const positions = rows.map(({ position }) => BigInt(position ?? ''));
    expect(positions).toEqual(positions.toSorted((a, b) => Number(a - b)));
  });

  it('gives payouts with all references, and final states only where they had ended by then', async () => {
    expect(await csv('payouts', '--to', end)).toMatchObject([
      {
        payout_id: 'po_1',
        idempotency_key: 'key-po_1',
        state: 'settled',
        provider_transaction_id: 'tx-po_1',
        transaction_hash: '0xpo_1',
        amount: '12.5',
      },
      { payout_id: 'po_2', state: 'open', provider_transaction_id: '', amount: '0.000001' },
    ]);
    const later = (BigInt(end) + 1n).toString();
    expect(await ledger('payouts', '--to', later)).toContain(`have come to position ${end}, not to ${later} yet`);
    expect(exitCode).toBe(1);
  });

  it('PO-23 gives a payout as completed from when it settled, not only when its hold is captured', async () => {
    const settled = stage.harness.log.events.find(({ type }) => type === 'PayoutSettled.v1')?.position.commit ?? 0n;
    expect(settled).toBeLessThan(BigInt(end));
    expect(await csv('payouts', '--to', String(settled))).toMatchObject([{ state: 'settled' }, { state: 'open' }]);
    expect(await csv('payouts', '--to', String(settled - 1n))).toMatchObject([{ state: 'open' }, { state: 'open' }]);
  });

  it('knows operators, assets and business days', async () => {
    const owners = await csv('entries', '--to', end, '--operator', 'op_2');
    expect(owners.map(({ wallet_id: id }) => id)).toEqual(['wal_2', 'wal_2', 'wal_2']);
    expect(await csv('entries', '--to', end, '--asset', 'ETH@ethereum')).toHaveLength(2);
    expect(await csv('journal', '--day', '2026-03-28')).toHaveLength(6);
    expect(await csv('journal', '--day', '2026-03-29')).toHaveLength(0);
    expect(await ledger('journal', '--day', '2999-01-01')).toContain('is not over');
    expect(await ledger('entries', '--asset', 'DOGE@tron')).toContain('no asset');
  });

  it('keeps spreadsheets from running what outsiders wrote, and numbers numbers', async () => {
    const [payout] = await csv('payouts', '--to', end);
    expect(payout?.['reference']).toBe(`'${injected}`);
    expect((await csv('entries', '--to', end)).map(({ amount }) => amount)).toContain('-12.5');
    expect(await bytesOf('plain', 'payouts', 'jsonl', '--to', end)).toContain(JSON.stringify(injected));
  });

  it.each(datasets)('%s: the same in all formats', async (dataset) => {
    const rows = await csv(dataset, '--to', end);
    const out = path.join(folder, `${dataset}.parquet`);
    await ledger(dataset, '--to', end, '--format', 'parquet', '--out', out);
    const parquet = await parquetReadObjects({ file: await asyncBufferFromFile(out) });
    const text = (value: unknown): string => {
      if (value instanceof Date) return value.toISOString();
      if (typeof value === 'bigint' || typeof value === 'number') return value.toString();
      return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
    };
    const unescaped = (cell: string) => (cell === `'${injected}` ? injected : cell);
    const texts = (row: object, of: (value: unknown) => string) =>
      Object.entries(row).map(([name, value]) => [name, of(value)]);
    expect(parquet.map((row) => texts(row, text))).toEqual(
      rows.map((row) => texts(row, (cell) => unescaped(text(cell)))),
    );
    await ledger(dataset, '--to', end, '--format', 'jsonl', '--out', out);
    const lines = fs.readFileSync(out, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => texts(JSON.parse(line) as object, text))).toEqual(
      parquet.map((row) => texts(row, text)),
    );
  });
});

describe('RS-14 ERP journal lines', () => {
  it('are balanced, and carry the payment references of what was settled', async () => {
    const lines = await csv('journal', '--to', end, '--zone', 'Pacific/Auckland');
    const sums = new Map<string, bigint>();
    for (const { debit_account: debit = '', credit_account: credit = '', token, amount_minor: minor = '' } of lines)
      for (const [account, change] of [[debit, BigInt(minor)] as const, [credit, -BigInt(minor)] as const])
        sums.set(`${account} ${token}`, (sums.get(`${account} ${token}`) ?? 0n) + change);
    const balances = await csv('balances', '--to', end);
    expect(new Map([...sums].filter(([, sum]) => sum !== 0n))).toEqual(
      new Map(balances.map(({ account, token, amount_minor: minor }) => [`${account} ${token}`, BigInt(minor ?? '')])),
    );
    expect(lines.find(({ kind }) => kind === 'HoldCaptured')).toMatchObject({
      document_date: '2026-03-29',
      payment_id: 'po_1',
      payment_reference: `'${injected}`,
      provider_transaction_id: 'tx-po_1',
      transaction_hash: '0xpo_1',
    });
  });
});

describe('RS-01 the files of an export', () => {
  it('are the same bytes for the same arguments, manifest included, while the ledger goes on', async () => {
    const earlier = new Map<string, string>();
    const all = datasets.flatMap((dataset) =>
      formats.map((format) => ({ dataset, format, name: `${dataset}.${format}` })),
    );
    for (const { name, dataset, format } of all) earlier.set(name, await bytesOf(name, dataset, format, '--to', end));
    stage.settle(second);
    stage.open(late);
    await stage.caughtUp();
    for (const { name, dataset, format } of all) {
      expect(await bytesOf(name, dataset, format, '--to', end)).toBe(earlier.get(name));
      expect(await bytesOf(name, dataset, format)).not.toBe(earlier.get(name));
    }
  });

  it('are refused for a question that makes no sense', async () => {
    expect(await ledger('balances', '--from', '1', '--to', end)).toBe('Balances are as of one moment: --to\n');
    expect(await ledger('entries', '--to', end, '--asset', 'DOGE')).toContain('DOGE is no asset');
    expect(exitCode).toBe(1);
  });

  it('are verified against their manifest', async () => {
    const out = path.join(folder, 'checked.csv');
    const manifest: unknown = JSON.parse(await ledger('entries', '--to', end, '--out', out, '--json'));
    expect(manifest).toMatchObject({
      dataset: 'entries',
      to_position: end,
      rows: 12,
      arguments: { to: end, zone: 'UTC' },
    });
    const check = () => ledger('verify', `${out}.manifest.json`);
    expect(await check()).toBe('ok  checked.csv\n');
    fs.appendFileSync(out, 'x');
    expect(await check()).toContain('broken  checked.csv');
    expect(exitCode).toBe(1);
    fs.rmSync(out);
    expect(await check()).toContain('missing  checked.csv');
  });

  it('are not there when the export was cut off', async () => {
    const out = path.join(folder, 'cut', 'off.csv');
    fs.mkdirSync(path.dirname(out));
    await stage.harness.database.pool.query('drop view read.balance_entry');
    expect(await ledger('balances', '--to', end, '--out', out)).toContain('balance_entry');
    expect(exitCode).toBe(1);
    expect(fs.readdirSync(path.dirname(out))).toEqual([]);
  });
});
