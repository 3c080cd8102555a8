import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { dataVersion, majorVersion } from './postgres.binaries.js';
import { assertReachable, type RunAs } from './unprivileged-user.js';

export const superuser = 'ledger';

/** What every Postgres process gets to see of our environment. */
export const postgresEnv = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

export interface Installation {
  readonly binaries: string;
  readonly user: RunAs;
}

/**
 * Makes sure that there is a database cluster in the directory, and that these binaries can run it.
 * @throws when the directory holds something else or another major version, or cannot be reached.
 */
export function prepareDataDirectory(directory: string, { binaries, user }: Installation): void {
  mkdirSync(path.dirname(directory), { recursive: true, mode: 0o755 });
  assertReachable(path.dirname(directory), user);
  if (!existsSync(path.join(directory, 'PG_VERSION'))) initialise(directory, { binaries, user });
  const [written, running] = [dataVersion(directory), majorVersion(binaries)];
  if (written !== running)
    throw new Error(`${directory} was written by Postgres ${written} and cannot be opened by Postgres ${running}`);
}

/** In a folder beside it, because a crash in between must not leave half a cluster under the name. */
function initialise(directory: string, { binaries, user }: Installation): void {
  if (existsSync(directory) && readdirSync(directory).length > 0)
    throw new Error(`${directory} is neither empty nor a Postgres data directory`);
  const draft = `${directory}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(draft, user.uid, user.gid);
  const args = ['-D', draft, '-U', superuser, '--auth-local=trust', '--auth-host=trust', '-E', 'UTF8', '--locale=C'];
  const run = spawnSync(path.join(binaries, 'initdb'), args, { ...user, env: postgresEnv, cwd: '/', encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`initdb failed: ${run.stderr || (run.error?.message ?? '')}`);
  renameSync(draft, directory);
}
