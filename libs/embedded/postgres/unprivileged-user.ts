import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Whom to run Postgres as. Without ids: as ourselves. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Postgres refuses to run as root, so root drops to `postgres` or else `nobody`: initdb wants a user that has a passwd
 * entry, so an invented uid would not do.
 */
export function unprivilegedUser(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const user = passwdEntry('postgres') ?? passwdEntry('nobody');
  if (!user) throw new Error('Postgres does not run as root, and there is neither a user "postgres" nor "nobody"');
  return user;
}

/** @throws when the user cannot enter the directory, naming the folder that stands in the way and the way out. */
export function assertReachable(directory: string, user: RunAs): void {
  if (user.uid === undefined) return;
  const closed = ancestors(directory).find((folder) => !canEnter(folder, user));
  if (closed === undefined) return;
  throw new Error(
    `Postgres runs as uid ${user.uid} here, which cannot enter ${closed}. ` +
      `Keep the data outside of it (for example under /var/lib), or allow entering it: chmod o+x ${closed}`,
  );
}

function passwdEntry(name: string): RunAs | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

function ancestors(directory: string): string[] {
  const parent = path.dirname(directory);
  return parent === directory ? [directory] : [...ancestors(parent), directory];
}

function canEnter(folder: string, user: RunAs): boolean {
  return spawnSync('/bin/sh', ['-c', '[ -x "$0" ]', folder], { ...user, cwd: '/' }).status === 0;
}
