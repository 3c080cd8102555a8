import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { hasCode } from './file-system.js';
import { processIdentity } from './process-identity.js';

/** Another process uses the data directory. */
export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse';

  constructor(
    readonly directory: string,
    readonly pid: number,
  ) {
    super(`${directory} is in use by another event store (process ${pid}); stop it or choose another directory`);
  }
}

const holderSchema = z.object({ pid: z.number(), identity: z.string() });
type Holder = z.infer<typeof holderSchema>;

export interface DirectoryLock {
  release(): void;
}

const attemptsMax = 10;

/**
 * Keeps every other event store away from a directory until it is released or this process ends, however it ends: a lock
 * whose process is gone, or whose process id now belongs to another process, is taken over.
 * @throws DirectoryInUse
 */
export function lockDirectory(directory: string): DirectoryLock {
  const file = path.join(directory, 'lock');
  const holder: Holder = { pid: process.pid, identity: processIdentity(process.pid) ?? '' };
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      if (linked(draft, file)) return { release: () => rmSync(file, { force: true }) };
      removeStale(directory, file);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new Error(`${file} cannot be taken`);
}

/** A link appears with its content or not at all, and only where there is none yet. */
function linked(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** @throws DirectoryInUse */
function removeStale(directory: string, file: string): void {
  const text = contentOf(file);
  if (text === undefined) return;
  const holder = parseHolder(text);
  if (holder !== undefined && processIdentity(holder.pid) === holder.identity)
    throw new DirectoryInUse(directory, holder.pid);
  const aside = `${file}.${randomUUID()}`;
  renameSync(file, aside);
  // Somebody else may have taken the lock over between the two lines before.
  if (contentOf(aside) !== text) linked(aside, file);
  rmSync(aside, { force: true });
}

/** Undefined when a loss of power left no more than the file's name. */
function parseHolder(text: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
