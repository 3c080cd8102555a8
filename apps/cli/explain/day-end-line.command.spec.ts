import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CloseDayJob } from '#libs/day-end/close-day.job.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import { Clock } from '#libs/platform/clock.js';
import { ProjectedStage } from '#test/support/projected-stage.js';
import { workerProcess } from '#test/support/stage-processes.js';
import { runCli } from '../support/run-command.spec-support.js';
import { explainCommand } from './explain.command.js';

const account = 'wallet:wal_day:available';
const day_ms = 86_400_000;
const [today = '', tomorrow = ''] = [0, day_ms].map((ms) => new Date(Date.now() + ms).toISOString().slice(0, 10));
let stage: ProjectedStage;
let request: PayoutRequest;

/** Both days are over. */
class LaterClock extends Clock {
  override now(): Date {
    return new Date(Date.now() + 2 * day_ms);
  }
}

beforeAll(async () => {
  stage = await ProjectedStage.start();
  const { payouts } = stage;
  request = await payouts.request({ walletId: 'wal_day' }, 5_000_000n);
  await workerProcess(payouts).advance(request.payoutId);
  const job = new CloseDayJob(payouts.streams, payouts.aggregates(), new LaterClock());
  await job.close({ day: today, timeZone: 'UTC' }, 'spec');
  await payouts.credit(request, 1n);
  await job.close({ day: tomorrow, timeZone: 'UTC' }, 'spec');
  await stage.caughtUp();
}, 60_000);
afterAll(() => stage.stop());

const explain = (...args: readonly string[]) => runCli(explainCommand(), 'day-end', ...args);

describe('RS-02 RS-10 ledger explain day-end', () => {
  it('lists the entries of the day that made a line of its trial balance, and none of later ones', async () => {
    const rows = (await explain(today, account, 'USDT@tron', '--json')).lines();
    expect(rows.map(({ amount, total }) => [amount, total])).toEqual([
      ['5', '5'],
      ['-1', '4'],
    ]);
    const { text, exitCode } = await explain(today, account, 'USDT@tron');
    expect(text).toContain(`${account} opened ${today} with 0\n`);
    expect(text).toContain('2 entries: 5 came, 1 went; it closed with 4, as in the trial balance\n');
    expect(exitCode).toBe(0);
  });

  it('begins where the day before it ended', async () => {
    const { text, exitCode } = await explain(tomorrow, account, 'USDT@tron');
    expect(text).toContain(`${account} opened ${tomorrow} with 4\n`);
    expect(text).toContain('1 entries: 0.000001 came, 0 went; it closed with 4.000001, as in the trial balance\n');
    expect(exitCode).toBe(0);
  });

  it('refuses a day that is not closed, and an account that is not in it', async () => {
    expect((await explain('2020-01-01', account, 'USDT@tron')).errors).toBe('2020-01-01 is not closed in UTC\n');
    const { errors, exitCode } = await explain(today, 'wallet:nobody:available', 'USDT@tron');
    expect({ errors, exitCode }).toEqual({ errors: `The trial balance of ${today} has no such line\n`, exitCode: 1 });
  });
});
