import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DirectoryInUse, lockDirectory } from './directory-lock.js';
import { processIdentity } from './process-identity.js';

let directory: string;
let file: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'directory-lock-'));
  file = path.join(directory, 'lock');
});
afterEach(() => fs.rmSync(directory, { recursive: true, force: true }));

function heldBy(pid: number, identity: string | undefined): void {
  fs.writeFileSync(file, JSON.stringify({ pid, identity: identity ?? '' }));
}

describe('The lock of a data directory', () => {
  it('belongs to one at a time', () => {
    const lock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(DirectoryInUse);
    lock.release();
    expect(fs.readdirSync(directory)).toEqual([]);
    lockDirectory(directory).release();
  });

  it('is respected while its process lives', async () => {
    const child = spawn(process.execPath, ['--eval', 'setInterval(() => undefined, 1_000)']);
    await once(child, 'spawn');
    heldBy(child.pid ?? 0, processIdentity(child.pid ?? 0));
    expect(() => lockDirectory(directory)).toThrow(`process ${child.pid}`);
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    lockDirectory(directory).release();
  });

  it('is taken over when its process is gone', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    heldBy(pid, 'whatever it was');
    lockDirectory(directory);
    expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
  });

  it('is taken over when its process id belongs to another process now', () => {
    heldBy(process.pid, 'an earlier process with our id');
    lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(DirectoryInUse);
  });

  it('is taken over when its process is dead and nobody collected it', async () => {
    // The shell becomes a process that never asks for its child, which stays a zombie.
    const script = 'sleep 0 & echo $!; exec sleep 30';
    const parent = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    for (let waited = 0; processIdentity(pid) !== undefined && waited < 200; waited++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    heldBy(pid, processIdentity(pid));
    lockDirectory(directory).release();
    parent.kill('SIGKILL');
  });

  it('is taken over when a loss of power emptied it', () => {
    fs.writeFileSync(file, '');
    lockDirectory(directory).release();
  });
});
