import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findProcess, type ProcessEntry } from './process-table.js';

/** How soon a server notices that its supervisor's process has died. */
const ownerLeavesMsMax = 1_000;
const stopMsMax = 60_000;
const pollMs = 20;
/** Beyond every system's largest process id. */
const impossiblePid = 2_000_000_000;

/**
 * Makes way for a new server on a data directory whose last server did not end properly: an orphan, whose supervisor
 * is dead, is stopped; a lock that names a dead process or a stranger's is released.
 * @throws when the server of a living supervisor uses the directory.
 */
export async function releaseStaleLock(directory: string): Promise<void> {
  const lock = path.join(directory, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const lines = readFileSync(lock, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const server = serverOn(directory, pid);
  if (!server) return disown(lock, lines);
  if (!(await waitUntil(() => isStopping(lock) || !hasSupervisor(directory, pid), ownerLeavesMsMax)))
    throw new Error(`${directory} is in use by the Postgres of another process (postmaster ${pid})`);
  if (!isStopping(lock)) process.kill(pid, 'SIGINT');
  if (!(await waitUntil(() => !existsSync(lock), stopMsMax))) throw new Error(`Postmaster ${pid} does not stop`);
}

/** The postmaster's process id, while it runs. */
export function postmasterPid(directory: string): number | undefined {
  const lock = path.join(directory, 'postmaster.pid');
  if (!existsSync(lock)) return undefined;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  return serverOn(directory, pid) ? pid : undefined;
}

function serverOn(directory: string, pid: number): ProcessEntry | undefined {
  const entry = findProcess(pid);
  return entry && !entry.zombie && runsOn(directory, entry) ? entry : undefined;
}

function hasSupervisor(directory: string, pid: number): boolean {
  const parent = serverOn(directory, pid)?.parent;
  const supervisor = parent === undefined ? undefined : findProcess(parent);
  return supervisor !== undefined && runsOn(directory, supervisor);
}

function runsOn(directory: string, { command }: ProcessEntry): boolean {
  return command.includes(` -D ${directory} `);
}

/**
 * Only the process id goes: the shared memory key in the file still keeps Postgres from starting beside backends that
 * outlive their dead postmaster, which would ruin the data.
 */
function disown(lock: string, lines: readonly string[]): void {
  writeFileSync(lock, [impossiblePid, ...lines.slice(1)].join('\n'));
}

/** Postgres keeps its state in the last line of its lock, and removes the lock at the very end. */
function isStopping(lock: string): boolean {
  return !existsSync(lock) || readFileSync(lock, 'utf8').trimEnd().endsWith('stopping');
}

async function waitUntil(condition: () => boolean, msMax: number): Promise<boolean> {
  for (let waited = 0; waited <= msMax; waited += pollMs) {
    if (condition()) return true;
    await delay(pollMs);
  }
  return false;
}
