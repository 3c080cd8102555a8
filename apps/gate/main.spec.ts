import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transformFileSync } from '@swc/core';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findAsset } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';
import { approvalCallback } from '#test/support/approval-callback.js';
import { PayoutStage } from '#test/support/payout-stage.js';
import { earlierClock, workerProcess } from '#test/support/stage-processes.js';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-gate-'));
const pathSecret = 'secret-of-the-process-0123456789';
const children: ChildProcess[] = [];
let stage: PayoutStage;
let url: string;
let ended: Promise<unknown[]>;

/** The gate's own code and nothing else, as a build has it. */
function compile(): void {
  for (const folder of ['libs', 'apps/gate'])
    for (const file of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || /spec|fixtures|testing|embedded/.test(file)) continue;
      const target = path.join(root, 'dist', folder, file.replace(/ts$/, 'js'));
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, transformFileSync(path.join(folder, file), { configFile: '.swcrc' }).code);
    }
  fs.copyFileSync('package.json', path.join(root, 'package.json'));
  fs.symlinkSync(path.resolve('node_modules'), path.join(root, 'node_modules'));
}

function run(env: Readonly<Record<string, string>>): { child: ChildProcess; output: () => string } {
  const child = fork(path.join(root, 'dist', 'apps', 'gate', 'main.js'), [], {
    env: { PATH: process.env['PATH'], ...env },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += String(chunk)));
  children.push(child);
  return { child, output: () => text };
}

function environment(): Readonly<Record<string, string>> {
  const { url: inabitUrl, loginToken = '', organizationId, apiAdminId } = stage.inabitConfig();
  return {
    EVENTSTORE_URL: stage.eventStoreUrl,
    GATE_PORT: '0',
    GATE_PATH_SECRET: pathSecret,
    INABIT_URL: inabitUrl,
    INABIT_LOGIN_TOKEN: loginToken,
    INABIT_ORGANIZATION_ID: organizationId,
    INABIT_API_ADMIN_ID: apiAdminId,
  };
}

beforeAll(async () => {
  compile();
  stage = await PayoutStage.start();
  const { child, output } = run(environment());
  ended = once(child, 'exit');
  const started = await Promise.race([once(child, 'message'), ended.then(() => Promise.reject(new Error(output())))]);
  url = `http://127.0.0.1:${String((started[0] as { port: number }).port)}`;
}, 60_000);

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await stage.stop();
  fs.rmSync(root, { recursive: true, force: true });
});

async function post(body: string): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/inabit/validation/${pathSecret}`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

describe('S-17 the gate as a process', () => {
  it('F3.13 reads the digits of an amount as they were sent, and says yes to exactly that amount', async () => {
    const eth = findAsset('ETH@ethereum');
    if (!eth) throw new Error('No ETH');
    const request = await stage.request(
      {
        amount: money(eth, 1_000_000_000_000_000_001n),
        destination: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
      },
      10n ** 19n,
    );
    await workerProcess(stage, { clock: earlierClock() }).advance(request.payoutId);
    const [transaction] = await stage.sandbox.createdWith(request.payoutId);
    if (!transaction) throw new Error('Nothing was created');
    const callback = (digits: string) =>
      JSON.stringify(approvalCallback(stage, transaction, { amount: 'digits' })).replace('"digits"', digits);
    expect(await post(callback('1.000000000000000002'))).toMatchObject({ status: 503 });
    expect(await post(callback('1'))).toMatchObject({ status: 503 });
    expect(await post(callback('1.000000000000000001'))).toEqual({ status: 200, text: '{"approved":true}' });
    expect(await post(callback('1000000000000000001e-18'))).toEqual({ status: 200, text: '{"approved":true}' });
  });

  it('S-21 takes 64 kB and no more', async () => {
    const padded = (bytes: number) => `{"data":"${'x'.repeat(bytes - 11)}"}`;
    expect(await post(padded(65_536))).toMatchObject({ status: 503 });
    expect(await post(padded(65_537))).toMatchObject({ status: 413 });
  });

  it('serves its health and the callback, and nothing else', async () => {
    const statusOf = async (place: string) => (await fetch(url + place)).status;
    expect(await statusOf('/health/ready')).toBe(200);
    for (const place of ['/', '/docs', '/v1/withdrawals', `/inabit/validation/${pathSecret}`])
      expect({ place, status: await statusOf(place) }).toEqual({ place, status: 404 });
  });

  it('S-17 does not start without its secret, or with a short one', async () => {
    for (const GATE_PATH_SECRET of ['', 'too-short']) {
      const { child, output } = run({ ...environment(), GATE_PATH_SECRET });
      expect(await once(child, 'close')).toEqual([2, null]);
      expect(output()).toContain('GATE_PATH_SECRET');
      expect(output()).not.toContain('too-short');
    }
  });

  it('ends well when it is told to', async () => {
    const [first] = children;
    first?.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
