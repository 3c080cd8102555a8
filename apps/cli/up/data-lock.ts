import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { identityOf, isRunning, type ProcessIdentity } from './process-identity.js';

const identity = z.object({ pid: z.int().positive(), startedAt: z.string() });
const lockContent = identity.extend({ children: z.array(identity) });
type LockContent = z.output<typeof lockContent>;

const attemptsMax = 20;

/** Another `ledger up` runs on the data. */
export class DataInUse extends Error {
  override readonly name = 'DataInUse';

  constructor(
    folder: string,
    readonly pid: number,
  ) {
    super(
      `${folder} is in use by another "ledger up" (process ${pid}). Stop it, or choose another place with --data DIR`,
    );
  }
}

/** Held by one launcher at a time; it also remembers the children, for the case that the launcher is killed. */
export class DataLock {
  private children: readonly ProcessIdentity[] = [];

  private constructor(
    private readonly file: string,
    /** What a launcher that did not end properly left behind; undefined after a proper end. */
    readonly leftovers: readonly ProcessIdentity[] | undefined,
  ) {}

  /** @throws DataInUse. A lock whose holder is dead is taken over, even if its number runs again as another process. */
  static take(folder: string): DataLock {
    const file = `${folder}/up.lock`;
    let leftovers: readonly ProcessIdentity[] | undefined;
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      if (createWhole(file, JSON.stringify({ ...ourselves(), children: [] }))) return new DataLock(file, leftovers);
      const text = readIfThere(file);
      if (text === undefined) continue;
      const holder = parse(text);
      if (holder && isRunning(holder)) throw new DataInUse(folder, holder.pid);
      if (moveAway(file, text)) leftovers = holder?.children ?? [];
    }
    throw new Error(`${file} cannot be taken; remove it when no "ledger up" runs on this folder`);
  }

  addChild(pid: number): void {
    const child = identityOf(pid);
    if (!child) return;
    this.children = [...this.children.filter(isRunning), child];
    writeFileSync(`${this.file}.new`, JSON.stringify({ ...ourselves(), children: this.children }), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }

  release(): void {
    rmSync(this.file, { force: true });
  }
}

function ourselves(): ProcessIdentity {
  return identityOf(process.pid) ?? { pid: process.pid, startedAt: '' };
}

/** Appears with its content or not at all. */
function createWhole(file: string, text: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Only one of several starters moves the stale file; whoever moves a fresh one by mistake puts it back. */
function moveAway(file: string, staleText: string): boolean {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
  const isStale = readIfThere(aside) === staleText;
  if (!isStale) createWhole(file, readIfThere(aside) ?? '');
  rmSync(aside, { force: true });
  return isStale;
}

function parse(text: string): LockContent | undefined {
  try {
    return lockContent.parse(JSON.parse(text));
  } catch {
    return undefined; // Written by nobody we know, or torn by a crash of the machine.
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
