import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { balancesCommand } from '#apps/cli/balances/balances.command.js';
import { dayEndCommand } from '#apps/cli/day-end/day-end.command.js';
import { replayCommand } from '#apps/cli/replay/replay.command.js';
import { runCli } from '#apps/cli/support/run-command.spec-support.js';
import { dayEndPolls } from '#apps/worker/day-end.parts.js';
import { seededRandom } from '#bench/support/seeded.js';
import { CloseDayJob } from '#libs/day-end/close-day.job.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { money } from '#libs/money/money.js';
import { usdt } from '#test/support/payout-stage.js';
import { ProjectedStage } from '#test/support/projected-stage.js';
import { scaled } from '#test/support/scale.js';
import { RandomMovements } from './random-movements.js';

const oracle = path.join(import.meta.dirname, 'trial-balance.mjs');
const zones = ['Europe/Berlin', 'America/New_York'];
/** The clocks of Berlin are put forward on the third; on the last nothing happens there. */
const days = ['2026-03-27', '2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31'];
const hour_ms = 3_600_000;
const quietFrom = Date.parse('2026-03-30T22:00:00Z');
const edges = days.flatMap((day) =>
  ['04', '22', '23'].flatMap((hour) => [-1, 0].map((ms) => Date.parse(`${day}T${hour}:00:00Z`) + ms)),
);
const movementsOfDay = scaled(40);
let clock = Date.parse(`${days[0]}T08:00:00Z`);
let stage: ProjectedStage;
let movements: RandomMovements;
let file: string;
let positions: readonly string[];
let instants: readonly string[];
const random = seededRandom(20_260_329);

beforeAll(async () => {
  stage = await ProjectedStage.start({ now: () => clock });
  const accounts = new Accounts(stage.payouts.aggregates(), 'oracle');
  movements = new RandomMovements(accounts, random, () => new Date(clock));
  for (clock = later(); clock < quietFrom; clock = later()) await movements.one();
  clock = Date.parse('2026-04-01T12:00:00Z');
  await closeInTraffic();
  await stage.caughtUp();
  file = path.join(os.tmpdir(), `oracle-${process.pid}.jsonl`);
  await exportLog();
}, 120_000);
afterAll(() => stage.stop());

/** In steps of any length, but never past a moment at which a day ends somewhere, or the last before it. */
function later(): number {
  const at = clock + Math.floor((random() * 40 * hour_ms) / movementsOfDay);
  return edges.find((edge) => edge > clock && edge < at) ?? at;
}

/** Two workers close everything that is due while money goes on moving. */
async function closeInTraffic(): Promise<void> {
  const closing = Array.from({ length: 2 }, () => closeDue());
  for (let n = 0; n < 10; n++) await movements.one();
  await Promise.all(closing);
}

async function closeDue(): Promise<void> {
  const { streams } = stage.payouts;
  const job = new CloseDayJob(streams, stage.payouts.aggregates(), { now: () => new Date(clock) });
  const quiet = { info: () => undefined, warn: () => undefined };
  for (const timeZone of zones)
    for (const { run } of dayEndPolls(job, { timeZone, graceMs: 0 }, quiet)) await run(new AbortController().signal);
}

async function exportLog(): Promise<void> {
  const { text } = await runCli(replayCommand(), '--json');
  writeFileSync(file, text);
  instants = [...text.matchAll(/"recordedAt":"([^"]+)"/g)].map(([, instant = '']) => instant);
  positions = [...text.matchAll(/"position":\{"commit":"(\d+)"/g)].map(([, commit = '']) => commit);
}

function asked(...args: readonly string[]): string {
  return execFileSync(process.execPath, [oracle, file, ...args], { encoding: 'utf8' });
}

async function told(command: typeof dayEndCommand, ...args: readonly string[]): Promise<string> {
  const { text, errors, exitCode } = await runCli(command(), ...args, '--json');
  expect({ args, errors, exitCode }).toEqual({ args, errors: '', exitCode: 0 });
  return text;
}

/** A day as it was closed: out of the tables, which is also what the log says again. */
async function dayEnd(day: string, zone: string): Promise<string> {
  const text = await told(dayEndCommand, day, '--zone', zone);
  expect(await told(dayEndCommand, day, '--zone', zone, '--rebuild')).toBe(text);
  return text;
}

function some<Item>(items: readonly Item[], count: number): Item[] {
  return Array.from({ length: count }, () => items[Math.floor(random() * items.length)] as Item);
}

describe('INV-D1 INV-L2 RS-03 an independent program over the exported log', () => {
  it('shares nothing with the ledger', () => {
    const imported = [...readFileSync(oracle, 'utf8').matchAll(/(?:from|import|require)\s*\(?\s*'([^']+)'/g)];
    expect(imported.length).toBeGreaterThan(0);
    for (const [, name = ''] of imported) {
      expect(name).toMatch(/^node:/);
      expect(builtinModules).toContain(name.slice('node:'.length));
    }
  });

  it.each(zones)('has the same trial balance of every closed day in %s', async (zone) => {
    for (const day of days) expect([day, asked('--day', day, '--zone', zone)]).toEqual([day, await dayEnd(day, zone)]);
  });

  it('has an empty day among them, which opens and closes with the same', async () => {
    const lines = asked('--day', '2026-03-31', '--zone', 'Europe/Berlin').split('\n').filter(Boolean);
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ debits: '0', credits: '0' });
  });

  it('has the same balances at any position of the log', async () => {
    for (const at of some(positions, scaled(4))) {
      const balances = asked('--at', at);
      expect([at, await told(balancesCommand, '--at', at)]).toEqual([at, balances]);
      expect([at, await told(balancesCommand, '--at', at, '--from-history')]).toEqual([at, balances]);
    }
  });

  it('has the same balances at any instant, by what was recorded and by what had taken effect', async () => {
    const between = new Date(clock - Math.floor(random() * 100 * hour_ms)).toISOString();
    for (const at of [between, ...some(instants, scaled(2))]) {
      const known = positions[Math.floor(random() * positions.length)] ?? '';
      for (const args of [
        ['--at', at],
        ['--effective-at', at],
        ['--effective-at', at, '--at', known],
      ]) {
        const balances = asked(...args);
        expect([args, await told(balancesCommand, ...args)]).toEqual([args, balances]);
        expect([args, await told(balancesCommand, ...args, '--from-history')]).toEqual([args, balances]);
      }
    }
  });
});

describe('RS-02 INV-D1 five events that are dated back over a close', () => {
  const [day, zone] = ['2026-03-28', 'Europe/Berlin'];
  const end = '2026-03-28T22:59:59.999Z';
  const difference = async () => (await told(dayEndCommand, day, '--zone', zone, '--diff')).split('\n').filter(Boolean);
  const eventsIn = (lines: readonly string[]) => lines.filter((line) => line.includes('"event"'));

  it('leave the closed day bit for bit, are the difference, exactly they, and belong to the next day', async () => {
    const [closed, before] = [await dayEnd(day, zone), eventsIn(await difference())];
    for (let n = 1; n <= 5; n++)
      await movements.credit('wal_late', money(usdt, 7n ** BigInt(n)), new Date(`${day}T1${n}:00:00Z`));
    await stage.caughtUp();
    await exportLog();
    expect(await dayEnd(day, zone)).toBe(closed);
    const lines = await difference();
    const added = eventsIn(lines).filter((line) => !before.includes(line));
    expect(eventsIn(lines)).toEqual([...before, ...added]);
    expect(added.map((line) => JSON.parse(line) as object)).toMatchObject(
      [0, 1, 2, 3, 4].map((revision) => ({ shift: 'late', event: `account-wal_late-USDT@tron/6@${revision}` })),
    );
    expectKnownNow(lines);
    clock += 24 * hour_ms;
    await closeDue();
    expect(asked('--day', '2026-04-01', '--zone', zone)).toBe(await dayEnd('2026-04-01', zone));
    const late = asked('--day', '2026-04-01', '--zone', zone)
      .split('\n')
      .find((line) => line.includes('wal_late'));
    expect(JSON.parse(late ?? '')).toMatchObject({ opening: '0', debits: '0.019607', closing: '0.019607' });
  });

  /** What the difference says of each account is what had taken effect by the end of the day, as is known now. */
  function expectKnownNow(lines: readonly string[]): void {
    const known = new Map(
      asked('--effective-at', end)
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as { account: string; asset: string; balance: string })
        .map(({ account, asset, balance }) => [`${account} ${asset}`, balance]),
    );
    const changed = lines.filter((line) => !line.includes('"event"'));
    expect(changed.length).toBeGreaterThan(1);
    for (const line of changed) {
      const { account, asset, as_known_now: now } = JSON.parse(line) as Record<string, string>;
      expect([account, asset, now]).toEqual([account, asset, known.get(`${account} ${asset}`) ?? '0']);
    }
  }
});
