import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DataInUse, DataLock } from './data-lock.js';
import { identityOf, isRunning } from './process-identity.js';

let folder = '';
const lockFile = () => path.join(folder, 'up.lock');

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the lock on a data folder', () => {
  it('is held by one launcher at a time', () => {
    const lock = DataLock.take(folder);
    expect(() => DataLock.take(folder)).toThrow(DataInUse);
    expect(() => DataLock.take(folder)).toThrow(`process ${process.pid}`);
    lock.release();
    expect(DataLock.take(folder).leftovers).toBeUndefined();
  });

  it('leaves nothing else in the folder', () => {
    DataLock.take(folder).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken over from a dead launcher, with the children it left', async () => {
    const child = spawn('sleep', ['30']);
    const identity = identityOf(child.pid ?? 0);
    const holder = { pid: 2_000_000_000, startedAt: '1', children: [identity] };
    writeFileSync(lockFile(), JSON.stringify(holder));
    expect(DataLock.take(folder).leftovers).toEqual([identity]);
    child.kill();
    await once(child, 'exit');
  });

  it('is taken over when its number now runs as another process', () => {
    writeFileSync(lockFile(), JSON.stringify({ pid: process.pid, startedAt: 'another time', children: [] }));
    expect(DataLock.take(folder).leftovers).toEqual([]);
  });

  it.each(['', '{"pid":', '{}', 'null'])('is taken over when it holds %j', (text) => {
    writeFileSync(lockFile(), text);
    expect(DataLock.take(folder).leftovers).toEqual([]);
    expect(() => DataLock.take(folder)).toThrow(DataInUse);
  });

  it('remembers children that still run', async () => {
    const lock = DataLock.take(folder);
    const child = spawn('sleep', ['30']);
    lock.addChild(child.pid ?? 0);
    lock.addChild(2_000_000_000);
    expect(readFileSync(lockFile(), 'utf8')).toContain(JSON.stringify([identityOf(child.pid ?? 0)]));
    child.kill();
    await once(child, 'exit');
    lock.addChild(process.pid);
    expect(readFileSync(lockFile(), 'utf8')).toContain(JSON.stringify([identityOf(process.pid)]));
    lock.release();
    expect(existsSync(lockFile())).toBe(false);
  });
});

describe('the identity of a process', () => {
  it('lasts as long as the process', async () => {
    const child = spawn('sleep', ['30']);
    const identity = identityOf(child.pid ?? 0);
    expect(identity && isRunning(identity)).toBe(true);
    child.kill();
    await once(child, 'exit');
    expect(identity && isRunning(identity)).toBe(false);
  });

  it('is not that of a dead process that nobody collected', async () => {
    const shell = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 30']);
    const [output]: unknown[] = await once(shell.stdout, 'data');
    const pid = Number(String(output));
    for (let tries = 0; tries < 200 && identityOf(pid); tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(identityOf(pid)).toBeUndefined();
    shell.kill();
    await once(shell, 'exit');
  });
});
