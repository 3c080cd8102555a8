import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { depositCommand } from './deposits/deposit.command.js';
import { exportCommand } from './export/export.command.js';
import { ledgerProgram } from './program.js';

const root = path.resolve(import.meta.dirname, '..', '..');
const nowhere = { EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };

/** The compiled command, as a shell would run it. */
async function ledger(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const { PATH } = process.env;
  const child = spawn(process.execPath, [path.join(root, 'dist/apps/cli/main.js'), ...args], {
    env: { PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, errors] = [text(child.stdout), text(child.stderr)];
  const [exitCode] = await once(child, 'close');
  return { out: await out, errors: await errors, exitCode: Number(exitCode) };
}

const resolve = ['deposit', 'resolve', 'dep_1', '--to', 'operator', '--evidence', 'e', '--reason', 'r'];
const people = ['--by', 'ada', '--approved-by', 'grace'];

describe('RS-14 the ledger command, for scripts', () => {
  it.each([
    ['help', ['--help'], {}, 0],
    ['an unknown command', ['nonsense'], {}, 2],
    ['an unknown option', ['balances', '--nonsense'], {}, 2],
    ['a day that does not exist', ['balances', '--at', '2026-02-30T00:00:00Z'], {}, 2],
    ['no configuration', ['balances'], {}, 2],
    ['no Postgres', ['balances'], nowhere, 3],
    ['what it refuses', ['deposit', 'close-review', 'po_1', '--by', 'ada', '--reason', 'r'], nowhere, 1],
  ])('ends with a code of its own after %s', async (_, args, environment, exitCode) => {
    const ended = await ledger(args, environment);
    expect(ended).toMatchObject({ exitCode });
    expect(ended.errors).not.toMatch(/^ +at /m);
  });

  it('tells its version', async () =>
    expect(await ledger(['--version'])).toEqual({ out: 'payout-ledger 0.1.0\n', errors: '', exitCode: 0 }));

  it('says errors as JSON when JSON is asked for', async () => {
    const { errors, exitCode, out } = await ledger(['balances', '--json'], nowhere);
    const error = { exit_code: 3, message: expect.stringContaining('ECONNREFUSED') };
    expect([JSON.parse(errors), exitCode, out]).toEqual([{ error }, 3, '']);
    const refused = await ledger([...resolve, ...people, '--json'].with(2, 'po_1'), nowhere);
    expect(JSON.parse(refused.errors)).toEqual({
      error: { exit_code: 1, message: 'po_1 is neither a deposit nor an order' },
    });
  });
});

describe('RS-14 --json', () => {
  const leavesOf = (command: Command): readonly Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap((each) => leavesOf(each));

  it('is taken by every command, once', () => {
    const leaves = leavesOf(ledgerProgram([depositCommand(), exportCommand()]));
    expect(leaves.length).toBeGreaterThan(4);
    for (const leaf of leaves) expect(leaf.options.filter(({ long }) => long === '--json')).toHaveLength(1);
  });
});
