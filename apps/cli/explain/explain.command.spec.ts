import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { Accounts } from '#libs/ledger/accounts.js';
import { money } from '#libs/money/money.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import { usdt } from '#test/support/payout-stage.js';
import { ProjectedStage } from '#test/support/projected-stage.js';
import { workerProcess } from '#test/support/stage-processes.js';
import { runCli } from '../support/run-command.spec-support.js';
import { explainCommand } from './explain.command.js';
import { schemaOf } from '#libs/read-store/projection.definition.js';
import { balances } from '#projections/balances/balances.projection.js';

const walletId = 'wal_explained';
const available = `wallet:${walletId}:available`;
const payouts: PayoutRequest[] = [];
/** Dated back, not dated, and dated back further than the first. */
const dated: readonly (readonly [string, bigint, string?])[] = [
  ['second', 2_000_000n, '2020-02-01T00:00:00.000Z'],
  ['third', 4_000_000n],
  ['first', 1_000_000n, '2020-01-01T00:00:00.000Z'],
];
let stage: ProjectedStage;

beforeAll(async () => {
  stage = await ProjectedStage.start();
  const worker = workerProcess(stage.payouts);
  for (let count = 0; count < 3; count++) {
    const request = await stage.payouts.request({ walletId }, 5_000_000n);
    await worker.advance(request.payoutId);
    payouts.push(request);
  }
  const accounts = new Accounts(stage.payouts.aggregates(), 'spec');
  for (const [reference, minor, effectiveAt] of dated) {
    const from = { from: 'external:tron', amount: money(usdt, minor), reason: 'correction' } as const;
    const data = { ...from, reference, evidence: 'spec', now: new Date() };
    const key = { walletId: 'wal_dated', asset: usdt };
    const cause = { id: reference, operatorId: 'acme' };
    await accounts.execute(key, { type: 'Credit', data }, cause, effectiveAt === undefined ? {} : { effectiveAt });
  }
  await stage.caughtUp();
}, 60_000);
afterAll(() => stage.stop());

const explain = (...args: readonly string[]) => runCli(explainCommand(), 'balance', ...args);
const rows = async (...args: readonly string[]) => (await explain(...args, '--json')).lines();

describe('RS-10 PO-06 ledger explain balance', () => {
  it('lists the entries that made it, with the running total', async () => {
    const found = await rows(available, 'USDT@tron');
    const amounts = payouts.flatMap(({ amount }) => [5_000_000n, -amount.minor]);
    expect(found.map(({ amount }) => micros(amount))).toEqual(amounts);
    expect(micros(found.at(-1)?.['total'])).toBe(amounts.reduce((sum, amount) => sum + amount));
    expect(found.filter(({ cause }) => cause !== walletId).map(({ cause }) => cause)).toEqual(
      payouts.map(({ payoutId }) => payoutId),
    );
    const { text, exitCode } = await explain(available, 'USDT@tron');
    const total = String(found.at(-1)?.['total']);
    expect(text).toContain(`6 entries add up to ${total}, which is the balance\n`);
    expect(exitCode).toBe(0);
  });

  it('lists the same out of the log alone, and gets the number from these events only', async () => {
    const fromTables = await rows(available, 'USDT@tron');
    expect(await rows(available, 'USDT@tron', '--from-history')).toEqual(fromTables);
    const total = String(fromTables.at(-1)?.['total']);
    for (const way of [['--replay'], ['--replay', '--from-history']]) {
      const { text } = await explain(available, 'USDT@tron', ...way);
      expect(text).toContain(`Only these events, replayed out of the log, give ${total}\n`);
    }
  });

  it('of a whole wallet, where holds change nothing', async () => {
    const found = await rows(walletId, 'USDT@tron');
    expect(found).toHaveLength(9);
    expect(found.at(-1)?.['total']).toBe('15');
  });

  it.each([[[]], [['--from-history']]])('as it stood at an earlier place of the log (%j)', async (way) => {
    const all = await rows(available, 'USDT@tron');
    const at = String(all[3]?.['position']);
    expect(await rows(available, 'USDT@tron', '--at', at, ...way)).toEqual(all.slice(0, 4));
    expect(await rows(available, 'USDT@tron', '--at', String(BigInt(at) - 1n), ...way)).toEqual(all.slice(0, 3));
    expect((await explain(available, 'USDT@tron', '--at', '1', ...way)).text).toContain('0 entries add up to 0');
  });

  it.each([[[]], [['--from-history']]])('by when it took effect, as far as it was known (%j)', async (way) => {
    const effective = async (until: string, ...more: readonly string[]) =>
      rows('wal_dated', 'USDT@tron', '--effective-at', until, ...way, ...more);
    const causes = async (...asked: Parameters<typeof effective>) =>
      (await effective(...asked)).map(({ cause }) => cause);
    expect(await causes('2019-12-31T23:59:59.999Z')).toEqual([]);
    expect(await causes('2020-01-01T00:00:00Z')).toEqual(['first']);
    expect(await causes('2020-02-01T00:00:00Z')).toEqual(['second', 'first']);
    expect(await causes('2999-01-01T00:00:00Z')).toEqual(['second', 'third', 'first']);
    const [second] = await effective('2020-02-01T00:00:00Z');
    expect(await causes('2020-02-01T00:00:00Z', '--at', String(second?.['position']))).toEqual(['second']);
    const asked = ['wal_dated', 'USDT@tron', '--effective-at', '2020-02-01T00:00:00Z', '--replay', ...way];
    const { text, exitCode } = await explain(...asked);
    expect(text).toContain('2 entries add up to 3, which is the balance\n');
    expect(text).toContain('Only these events, replayed out of the log, give 3\n');
    expect(exitCode).toBe(0);
  });

  it('of a long list the end, and the rest as one sum', async () => {
    const all = await rows(available, 'USDT@tron');
    const total = String(all[3]?.['total']);
    expect(await rows(available, 'USDT@tron', '--limit', '2')).toEqual([{ entries_before: 4, total }, ...all.slice(4)]);
    const { text } = await explain(available, 'USDT@tron', '--limit', '2');
    expect(text).toContain(`4 entries before add up to ${total}\n`);
    expect(text).toContain('6 entries add up to');
  });

  it('refuses an asset that nobody knows', async () => {
    const { errors, exitCode } = await explain(available, 'DOGE@tron');
    expect({ errors, exitCode }).toEqual({ errors: 'DOGE@tron is no asset that this ledger knows\n', exitCode: 1 });
  });

  it('ends with 1 when the entries do not make the number, or others than the log’s do', async () => {
    const change = (minor: number) =>
      sql`update ${sql.id(schemaOf(balances), 'balance_entry')} set amount_minor = amount_minor + ${minor}
        where account = ${available} and amount_minor = 5000000`.execute(stage.postgres.database);
    await change(1);
    const { errors, exitCode } = await explain(available, 'USDT@tron');
    expect({ errors, exitCode }).toEqual({
      errors: expect.stringMatching(/^The entries add up to .*, and the balance is/),
      exitCode: 1,
    });
    const { text } = await explain(available, 'USDT@tron', '--from-history');
    expect(text).toContain('which is the balance');
  });
});

/** Exactly, as minor units. */
function micros(text: unknown): bigint {
  const [whole = '', fraction = ''] = String(text).split('.');
  return BigInt(whole + fraction.padEnd(6, '0'));
}
