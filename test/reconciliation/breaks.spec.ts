import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { balancesCommand } from '#apps/cli/balances/balances.command.js';
import { reconcileCommand } from '#apps/cli/reconcile/reconcile.command.js';
import { runCli, type CommandRun } from '#apps/cli/support/run-command.spec-support.js';
import { TestApi } from '#apps/api/testing/test-api.js';
import { ManualClock } from '#libs/inabit/testing/manual-clock.js';
import { listBreaks } from '#projections/breaks/breaks.queries.js';
import { Breakages } from '#test/support/breakages.js';
import { ReconciledStage } from '#test/support/reconciled-stage.js';
import { minute } from '#test/support/stage-processes.js';
import { describeApi, describeCommands, run } from './break-doors.spec-support.js';

let stage: ReconciledStage;
let world: Breakages;
let api: TestApi;
/** Half an hour later than what happens here: nothing is young any more. */
const clock = new ManualClock(new Date(Date.now() + 30 * minute).toISOString());

beforeAll(async () => {
  stage = await ReconciledStage.start();
  world = new Breakages(stage, clock);
  api = await TestApi.start(stage.payouts.eventStoreUrl, stage.projected.postgres.database);
}, 120_000);
afterAll(async () => {
  await api.stop();
  await stage.stop();
});

/** One poll of the worker's, a minute after the one before. */
async function poll(settings = { rechecksMax: 0 }) {
  clock.advance(minute);
  await stage.projected.caughtUp();
  const summary = await stage.job(clock, settings).run();
  await stage.projected.caughtUp();
  return summary;
}

/** Kind, severity, and what it is about, of each that is open. */
async function open(): Promise<string[]> {
  const rows = await listBreaks(stage.projected.postgres.database, { status: 'open' }, 100);
  return rows
    .map(({ kind, severity, ...about }) => {
      const subject = [about.ledger_id, about.ledger_id === null ? about.provider_id : null, about.wallet_id];
      return [kind, severity, ...subject.filter((each) => each !== null)].join(' ');
    })
    .toSorted();
}

describe('RS-02 RS-09 RS-10 INV-R2 books that agree with the provider', () => {
  it('are no break, whatever happened: paid, refused, doubled, under way, swapped, transferred, deposited', async () => {
    await world.makeHealthy();
    expect(await poll()).toMatchObject({ found: 0, opened: 0, unavailable: 0, matched: 22 });
    expect(await open()).toEqual([]);
  }, 300_000);

  it('are asked for once: what was equal and has not changed needs no second pull, unless all is asked for', async () => {
    // The Terminal's lists come with a page of each in any case: four deposits and five purchases.
    expect(await poll()).toMatchObject({ compared: 9, found: 0, skipped: 13 });
    expect(await poll({ rechecksMax: 3 })).toMatchObject({ compared: 9 + 3, found: 0 });
    await stage.projected.caughtUp();
    expect(await stage.job(clock).run({ full: true })).toMatchObject({ compared: 22, found: 0, skipped: 0 });
  }, 120_000);
});

describe('RS-02 RS-09 INV-R2 a change of the provider’s after a match', () => {
  it('is found in turns when nobody tells of it', async () => {
    await world.misreport(world.payoutId('silent'), { amount: '0.5' });
    for (let polls = 0; polls < 3; polls++) await poll({ rechecksMax: 5 });
    expect(await open()).toEqual([`amount critical ${world.payoutId('silent')}`]);
    await world.misreport(world.payoutId('silent'), {});
    expect(await poll()).toMatchObject({ cleared: 1, found: 0 });
  }, 120_000);

  it('is found at once when it moves a balance', async () => {
    const url = `/wallets/${stage.providerWalletId('ops')}/balance`;
    const balance = { asset: 'TRX', blockchain: 'TRON' };
    await stage.payouts.sandbox.control('PUT', url, { ...balance, balance: '49996' });
    await world.misreport(world.payoutId('silent'), { hash: 'e'.repeat(64) });
    await poll();
    const hash = `transaction-hash medium ${world.payoutId('silent')}`;
    expect(await open()).toEqual(['balance-drift critical wal_ops', hash]);
    await stage.payouts.sandbox.control('PUT', url, { ...balance, balance: '49997' });
    await world.misreport(world.payoutId('silent'), {});
    expect(await poll()).toMatchObject({ cleared: 2, found: 0 });
  }, 120_000);
});

describe('PO-17 PO-18 RS-09 what the provider says stands in a wallet', () => {
  /** What stands there by each door of ours. */
  async function answers(): Promise<readonly string[]> {
    const { text } = await api.get('/v1/balances?wallet_id=wal_ops', 'platform');
    const ofWallet = ['--wallet', 'wal_ops', '--json'];
    const [tables, log] = [
      await runCli(balancesCommand(), ...ofWallet),
      await runCli(balancesCommand(), ...ofWallet, '--from-history'),
    ];
    return [text, tables.text, log.text];
  }

  it('is compared with our own postings, and never the answer to what stands there', async () => {
    const before = await answers();
    for (const answer of before) expect(answer).toContain('49997');
    const provider = stage.providerWalletId('ops');
    await stage.payouts.sandbox.setBalance(provider, { asset: 'TRX', blockchain: 'TRON', balance: '31' });
    await poll();
    expect(await open()).toEqual(['balance-drift critical wal_ops']);
    expect(await answers()).toEqual(before);
    await stage.payouts.sandbox.setBalance(provider, { asset: 'TRX', blockchain: 'TRON', balance: '49997' });
    expect(await poll()).toMatchObject({ cleared: 1, found: 0 });
  }, 120_000);
});

describe('RS-02 RS-09 RS-10 INV-R2 every kind of break is found within one poll, and named', () => {
  let expected: string[];

  it('each, and nothing else beside it', async () => {
    expected = await world.breakEverything();
    expect(new Set(expected).size).toBe(24);
    await poll();
    expect(await open()).toEqual(expected.toSorted());
    // Still the same: no second break, and no change of one.
    expect(await poll()).toMatchObject({ found: 24, opened: 0, cleared: 0 });
  }, 120_000);

  it('each has an owner, an age and something to look at next', async () => {
    for (const each of (await run('list', '--json')).lines()) {
      const [shown] = (await run('show', String(each['break_id']), '--json')).lines();
      expect(shown).toMatchObject({ age: 'under 1 h', next: expect.stringMatching(/.{20}/) });
      expect(shown?.['owner']).toMatch(/^(security|operations|engineering|finance|treasury)$/);
    }
  }, 120_000);

  it('and each ends when its cause ends; what cannot be undone stays', async () => {
    await world.repair();
    await poll();
    const lasting = /^(missing-here|unmatched|unknown-wallet|balance-drift critical wal_raided)/;
    expect(await open()).toEqual(expected.filter((each) => lasting.test(each)).toSorted());
  }, 120_000);

  it('and opens again when it comes back', async () => {
    const transaction = await world.misreport(world.payoutId('amount'), { amount: '0.5' });
    await world.tell(transaction);
    expect(await poll()).toMatchObject({ opened: 1 });
    expect(await open()).toContain(`amount critical ${world.payoutId('amount')}`);
  }, 120_000);
});

describe('RS-02 RS-11 a statement file of the provider’s', () => {
  const period = ['--from', '2020-01-01T00:00:00Z', '--until', '2020-02-01T00:00:00Z', '--json'];
  const header = 'provider_id,direction,status,asset,amount,time';
  const time = '2020-01-05T12:00:00Z';
  const [foreign, row] = [
    'cl000000000000000foreign',
    async (name: 'hash' | 'asset' | 'quantum', amount: string) => {
      const id = await world.providerIdOf(world.payoutId(name));
      return `${id},out,Completed,USDT@tron,${amount},${time}`;
    },
  ] as const;

  async function reconcile(name: string, text: string): Promise<CommandRun> {
    const file = path.join(os.tmpdir(), `${process.pid}-${name}`);
    fs.writeFileSync(file, text);
    const result = await runCli(reconcileCommand(), '--statement', file, ...period);
    fs.rmSync(file);
    await stage.projected.caughtUp();
    return result;
  }

  const amountOf = async (name: 'hash' | 'asset' | 'quantum') =>
    (await stage.payouts.sandbox.createdWith(world.payoutId(name)))[0]?.amount ?? '';

  it('with rows that cannot be read is refused as a whole, every one of them named', async () => {
    const before = await open();
    const rows = [
      await row('hash', '0.1'),
      'x,sideways,,USDT@tron,1,000,yesterday',
      `,out,Completed,USDT@tron,1e,${time}`,
    ];
    const { exitCode, errors } = await reconcile('bad.csv', [header, ...rows].join('\n').replace('1,000', '"1,000"'));
    expect(exitCode).toBe(1);
    for (const told of [
      'row 2, direction',
      'row 2, status',
      'row 2, amount',
      'row 2, time',
      'row 3, provider_id',
      'row 3, amount',
    ])
      expect(errors).toContain(told);
    expect(errors).not.toContain('row 1');
    expect((await reconcile('worse.json', '{"rows":[]}')).errors).toContain('neither CSV nor a JSON array');
    expect(await open()).toEqual(before);
  }, 120_000);

  it('shows what differs in it, and in nothing else; a later one that agrees ends it, and a run what has met', async () => {
    const before = await open();
    const twice = await row('asset', await amountOf('asset'));
    const failed = (await row('quantum', await amountOf('quantum'))).replace('Completed', 'Failed');
    const rows = [await row('hash', '0.1'), twice, twice, failed, `${foreign},out,Completed,USDT@tron,5,${time}`];
    const first = await reconcile('may.csv', [header, ...rows].join('\n'));
    expect([first.exitCode, first.lines()]).toEqual([
      1,
      [{ rows: 5, differences: 4, matched: 1, opened: 4, cleared: 0 }],
    ]);
    const [amount, duplicate, status, missing] = [
      `amount critical ${world.payoutId('hash')}`,
      `duplicate high ${world.payoutId('asset')}`,
      `status critical ${world.payoutId('quantum')}`,
      `missing-here critical ${foreign}`,
    ];
    expect((await open()).filter((each) => !before.includes(each))).toEqual(
      [amount, duplicate, missing, status].toSorted(),
    );
    await poll(); // Asked by its id, the provider says that the one has not failed; it says nothing of the statement.
    expect((await open()).filter((each) => !before.includes(each))).toEqual([amount, duplicate, missing].toSorted());
    const corrected = [await row('hash', await amountOf('hash')), twice].map((line) => line.split(','));
    const fields = header.split(',');
    const objects = corrected.map((cells) =>
      Object.fromEntries(cells.map((cell, index) => [fields[index] ?? '', cell])),
    );
    const later = await reconcile('may-2.json', JSON.stringify(objects));
    expect([later.exitCode, later.lines()]).toEqual([
      0,
      [{ rows: 2, differences: 0, matched: 2, opened: 0, cleared: 2 }],
    ]);
    expect((await open()).filter((each) => !before.includes(each))).toEqual([missing]);
  }, 120_000);
});

const doors = () => ({ stage, api, payoutId: world.payoutId('amount') });
describeCommands(doors);
describeApi(doors);
