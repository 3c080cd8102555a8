import { afterAll, describe, expect, it } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { childPart } from './child.part.js';
import { openLogFile } from './log-file.js';
import { PartFailed, type Part } from './part.js';
import { Supervisor, type RestartLimits } from './supervisor.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-supervisor-'));
const limits: RestartLimits = { firstWaitMs: 5, waitMsMax: 20, failuresMax: 3, healthyMs: 60_000 };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Told {
  readonly waits: number[];
  readonly warnings: string[];
  readonly gaveUp: Promise<unknown>;
  readonly pids: number[];
  /** Emits `back` whenever it runs again. */
  readonly returns: EventEmitter;
}

function supervise(name: string, script: string, readyMsMax = 10_000): Told & { supervisor: Supervisor; part: Part } {
  const module = path.join(folder, `${name}.mjs`);
  writeFileSync(module, script);
  const waits: number[] = [];
  const warnings: string[] = [];
  const pids: number[] = [];
  const returns = new EventEmitter();
  const log = openLogFile(folder, name);
  const part = childPart(
    { name, title: name, module, environment: {}, readyMsMax },
    { log, showWarning: (text) => warnings.push(text), onSpawn: (pid) => void pids.push(pid) },
  );
  let giveUp: (error: unknown) => void = () => undefined;
  const gaveUp = new Promise((resolve) => (giveUp = resolve));
  const onEnded = (_title: string, _how: string, waitMs: number) => waits.push(waitMs);
  const supervisor = new Supervisor(part, { onEnded, onBack: () => returns.emit('back'), onGaveUp: giveUp }, limits);
  return { supervisor, part, waits, warnings, gaveUp, pids, returns };
}

describe('a supervised part', () => {
  it('is started again with growing pauses, and given up after too many failures in a row', async () => {
    const marker = path.join(folder, 'started');
    const script = `
      import fs from 'node:fs';
      if (fs.existsSync('${marker}')) { console.error('no second time'); process.exit(3); }
      fs.writeFileSync('${marker}', '');
      process.send({ ready: true });
      setTimeout(() => process.exit(1), 20);`;
    const { supervisor, waits, gaveUp } = supervise('fragile', script);
    await supervisor.start();
    const error = await gaveUp;
    expect(waits).toEqual([5, 10, 20]);
    expect(error).toMatchObject({ title: 'fragile', how: 'exit code 3', lastLines: ['no second time'] });
    await supervisor.stop(1_000);
  });

  it('may be killed as often as one likes: it comes back without growing pauses', async () => {
    const { supervisor, waits, pids, returns } = supervise(
      'victim',
      `process.send({ ready: true }); setInterval(() => {}, 1000);`,
    );
    await supervisor.start();
    for (let kills = 1; kills <= 6; kills++) {
      process.kill(pids.at(-1) ?? 0, 'SIGKILL');
      await once(returns, 'back');
    }
    expect(waits).toEqual([5, 5, 5, 5, 5, 5]);
    await supervisor.stop(1_000);
  });

  it('has to be ready in time', async () => {
    const { supervisor } = supervise('slow', `console.log('still at it'); setInterval(() => {}, 1000);`, 1_000);
    const start = supervisor.start();
    await expect(start).rejects.toBeInstanceOf(PartFailed);
    await expect(start).rejects.toMatchObject({ how: 'not ready within 1000 ms', lastLines: ['still at it'] });
  });

  it('does not go on starting once it was stopped', async () => {
    const { supervisor } = supervise('early', `setInterval(() => {}, 1000);`);
    const start = supervisor.start();
    await supervisor.stop(1_000);
    await expect(start).rejects.toThrow();
  });

  it('is killed when it does not stop in time', async () => {
    const { supervisor } = supervise(
      'stubborn',
      `process.on('SIGTERM', () => {}); process.send({ ready: true }); setInterval(() => {}, 1000);`,
    );
    await supervisor.start();
    const began = performance.now();
    await supervisor.stop(200);
    expect(performance.now() - began).toBeGreaterThanOrEqual(190);
  });

  it('shows its warnings, once for each kind, and keeps every line in its log', async () => {
    const entry = (level: string, event: string) => JSON.stringify({ level, time: 't', app: 'talker', event, port: 1 });
    const lines = [entry('info', 'fine'), entry('warn', 'odd'), entry('warn', 'odd'), entry('error', 'bad'), 'plain'];
    const script = `console.log(${JSON.stringify(lines.join('\n'))}); process.send({ ready: true });`;
    const { part, warnings } = supervise('talker', script);
    const running = await part.start(new AbortController().signal);
    await running.stop(1_000);
    expect(warnings).toEqual(['talker: odd port=1', 'talker: bad port=1']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(readFileSync(path.join(folder, 'talker.log'), 'utf8').trim().split('\n')).toEqual(lines);
  });
});
