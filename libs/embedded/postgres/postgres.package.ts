import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));
const manifest = z.object({ version: z.string() });

/** Creates the symlinks that the package's install script would have made. */
export function hydrateSymlinks(root: string): void {
  const list = symlinkList.parse(readJson(path.join(root, 'native', 'pg-symlinks.json')));
  for (const { source, target } of list) {
    const link = path.join(root, target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

/**
 * Copies the binaries (58 MB, once for each version) to the system's temporary directory, for a checkout that the
 * unprivileged user cannot enter, such as one under /root, or that is read-only.
 */
export function copyOfPackage(root: string): string {
  const { version } = manifest.parse(readJson(path.join(root, 'package.json')));
  const copy = path.join(os.tmpdir(), `ledger-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (!existsSync(copy)) makeCopy(root, copy);
  assertOurs(copy);
  return path.join(copy, 'native', 'bin');
}

/** Complete before it appears under its name, so that starters at the same time or a crash cannot leave half a copy. */
function makeCopy(root: string, copy: string): void {
  const draft = mkdtempSync(`${copy}.`);
  try {
    cpSync(path.join(root, 'native'), path.join(draft, 'native'), {
      recursive: true,
      filter: isNeeded,
      verbatimSymlinks: true,
    });
    hydrateSymlinks(draft);
    chmodSync(draft, 0o755);
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
}

function isNeeded(file: string): boolean {
  return !file.endsWith('.a');
}

/** The temporary directory is everybody's: somebody else may have put a folder of that name there. */
function assertOurs(copy: string): void {
  const stat = lstatSync(copy);
  if (stat.isDirectory() && stat.uid === (process.getuid?.() ?? stat.uid) && (stat.mode & 0o022) === 0) return;
  throw new Error(`${copy} is not a folder that only we can write to; remove it`);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
