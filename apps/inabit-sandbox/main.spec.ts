import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { transformFileSync } from '@swc/core';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const readyMessage = z.looseObject({
  ready: z.literal(true),
  port: z.int(),
  url: z.string(),
  adminLoginToken: z.string(),
  adminUserId: z.string(),
  organizationId: z.string(),
  wallets: z.array(z.unknown()).min(3),
});

// Inside node_modules, so that the compiled program finds its packages.
const root = path.resolve('node_modules', '.cache', `inabit-sandbox-${process.pid}`);
const app = path.join('apps', 'inabit-sandbox');

function compile(): void {
  for (const file of fs.readdirSync(app, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('.spec.ts') || file.startsWith('testing')) continue;
    const target = path.join(root, 'dist', app, file.replace(/ts$/, 'js'));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, transformFileSync(path.join(app, file), { configFile: '.swcrc' }).code);
  }
  fs.copyFileSync('package.json', path.join(root, 'package.json'));
}

describe('SD-04 the sandbox as a process', () => {
  const children: ChildProcess[] = [];
  let output = '';

  function run(...flags: string[]): ChildProcess {
    const main = path.join(root, 'dist', app, 'main.js');
    const env = { PATH: process.env['PATH'] };
    const child = fork(main, flags, { env, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text) => (output += String(text)));
    children.push(child);
    return child;
  }

  async function ready(child: ChildProcess) {
    const [message] = (await once(child, 'message')) as unknown[];
    return readyMessage.parse(message);
  }

  beforeAll(compile);
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
  });
  afterAll(() => fs.rmSync(root, { recursive: true, force: true }));

  it('announces itself, and after kill -9 comes back with the same ids, tokens and transactions', async () => {
    const data = path.join(root, 'data');
    const first = run('--port', '0', '--data', data, '--speed', 'instant');
    const told = await ready(first);
    expect(output).toContain(`inabit sandbox ready at ${told.url}`);
    const [wallet] = z.array(z.looseObject({ id: z.string() })).parse(told.wallets);
    const body = { walletId: wallet?.id, asset: 'USDT', blockchain: 'TRON', address: 'T1', amount: '5' };
    const headers = { 'content-type': 'application/json' };
    await fetch(`${told.url}/control/rogue-withdrawal`, { method: 'POST', headers, body: JSON.stringify(body) });
    const before = await (await fetch(`${told.url}/control/transactions`)).text();
    first.kill('SIGKILL');
    await once(first, 'exit');

    const second = await ready(run('--port', '0', '--data', data));
    const { adminLoginToken, adminUserId, organizationId, wallets } = told;
    expect(second).toMatchObject({ adminLoginToken, adminUserId, organizationId, wallets });
    expect(await (await fetch(`${second.url}/control/transactions`)).text()).toBe(before);
    expect(before).toContain('"PendingApproval"');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends well on %s', async (signal) => {
    const child = run('--port', '0');
    await ready(child);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends when its parent is gone', async () => {
    const child = run('--port', '0');
    await ready(child);
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it.each([
    [['--help'], 0, 'VALIDATION_CALLBACK_URL'],
    [['--port', 'x'], 1, 'a port is 0 to 65535'],
    [['--seed', 'no-such-file'], 1, 'ENOENT'],
    [['--speed', 'warp'], 1, 'instant'],
  ])('%j exits with %i', async (flags, code, text) => {
    const child = run(...flags);
    expect(await once(child, 'close')).toEqual([code, null]);
    expect(output).toContain(text);
  });
});
