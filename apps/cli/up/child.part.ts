import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ChildOutput } from './child-output.js';
import type { LogFile } from './log-file.js';
import { PartFailed, type Part, type RunningPart } from './part.js';

export interface ChildSpec {
  readonly name: string;
  readonly title: string;
  /** The compiled entry point. */
  readonly module: string;
  readonly args?: readonly string[];
  readonly nodeFlags?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly readyMsMax: number;
}

export interface ChildHooks {
  readonly log: LogFile;
  readonly showWarning: (text: string) => void;
  readonly onSpawn: (pid: number) => void;
}

const readyMessage = z.looseObject({ ready: z.literal(true) });

/** A process of ours that reports `{ ready: true, … }` on its IPC channel, and ends when that channel does. */
export function childPart(spec: ChildSpec, hooks: ChildHooks): Part {
  return {
    name: spec.name,
    title: spec.title,
    start: async (signal) => {
      signal.throwIfAborted();
      const child = launch(spec);
      if (child.pid !== undefined) hooks.onSpawn(child.pid);
      const output = new ChildOutput(hooks.log, hooks.showWarning);
      for (const stream of [child.stdout, child.stderr]) if (stream) output.follow(stream);
      const ended = untilEnded(child);
      try {
        const info = await untilReady({ child, ended }, spec, signal);
        return { info, ended, stop: (msMax) => stop(child, ended, msMax), kill: () => void child.kill('SIGKILL') };
      } catch (error) {
        child.kill('SIGKILL');
        await ended;
        throw error instanceof PartFailed ? new PartFailed(error.title, error.how, output.lastLines) : error;
      }
    },
  };
}

/** In a process group of its own, so that Ctrl-C reaches the launcher alone, which then stops all parts in order. */
function launch({ module, args = [], nodeFlags = [], environment }: ChildSpec): ChildProcess {
  return spawn(process.execPath, ['--enable-source-maps', ...nodeFlags, module, ...args], {
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

function untilEnded(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    // Not `exit`: only now has everything that it wrote arrived.
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

interface LaunchedChild {
  readonly child: ChildProcess;
  readonly ended: Promise<string>;
}

async function untilReady({ child, ended }: LaunchedChild, spec: ChildSpec, signal: AbortSignal): Promise<unknown> {
  const settled = new AbortController();
  const either = AbortSignal.any([signal, settled.signal]);
  const fail = (how: string) => {
    signal.throwIfAborted();
    throw new PartFailed(spec.title, how);
  };
  try {
    return await Promise.race([
      firstReadyMessage(child),
      ended.then(fail),
      delay(spec.readyMsMax, undefined, { signal: either }).then(() => fail(`not ready within ${spec.readyMsMax} ms`)),
    ]);
  } finally {
    settled.abort();
  }
}

function firstReadyMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    child.on('message', (message: unknown) => {
      const ready = readyMessage.safeParse(message);
      if (ready.success) resolve(ready.data);
    });
  });
}

async function stop(child: ChildProcess, ended: Promise<string>, msMax: number): ReturnType<RunningPart['stop']> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), msMax);
  await ended;
  clearTimeout(timer);
}
