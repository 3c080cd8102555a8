import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { identityOf } from '#apps/cli/up/process-identity.js';
import { CompiledCheckout } from './compiled-checkout.js';
import { eventually, Launched } from './launched.js';

const checkout = new CompiledCheckout();
const anyPorts = ['api', 'gate', 'sandbox', 'event-store', 'postgres'].flatMap((name) => [`--${name}-port`, '0']);
const withoutPostgres = { DATABASE_URL: 'postgres://ledger@127.0.0.1:1/ledger' };
let runs = 0;
let data = '';
let flags: string[] = [];
const parts = ['event-store', 'inabit-sandbox', 'projector', 'gate', 'worker', 'api'];
const launched: Launched[] = [];

function up(args: readonly string[] = flags, environment: Record<string, string> = withoutPostgres): Launched {
  const one = new Launched(checkout, args, environment);
  launched.push(one);
  return one;
}

async function serving(args?: readonly string[], environment?: Record<string, string>): Promise<Launched> {
  const one = up(args, environment);
  await one.shows(/Ctrl-C stops everything/);
  return one;
}

function pids(): number[] {
  return checkout.journal().map((line) => Number(line.split(' ')[2] ?? 0));
}

function pidOf(name: string, what = 'started'): number {
  const line = checkout.journal().findLast((each) => each.startsWith(`${name} ${what} `));
  return Number(line?.split(' ')[2]);
}

const isThere = (pid: number) => pid > 0 && identityOf(pid) !== undefined;
const started = z.object({ env: z.record(z.string(), z.string()), argv: z.array(z.string()) });
const startOf = (name: string) => started.parse(JSON.parse(checkout.read(`${name}.environment.json`)));
const environmentOf = (name: string) => startOf(name).env;

jest.setTimeout(120_000);
beforeEach(() => {
  checkout.forget();
  data = checkout.at(`data-${++runs}`);
  flags = ['--no-demo', '--data', data, ...anyPorts];
});
afterEach(async () => {
  for (const one of launched.splice(0)) {
    one.kill('SIGKILL');
    await one.ended;
  }
  await eventually(
    () => !pids().some(isThere),
    () => 'parts still run',
  );
});
afterAll(() => checkout.remove());

describe('ledger up', () => {
  it('starts every part, tells each what it needs and no more, and stops them in reverse order on Ctrl-C', async () => {
    const one = await serving();
    expect(one.output).toMatch(/✔ Event store on \d+ \d+\.\d s\n/);
    expect(one.output).not.toContain('\u001b');
    const { env } = startOf('worker');
    expect(env['INABIT_LOGIN_TOKEN']).toBe('admin-token');
    expect(env['GATE_URL']).toBe(`http://127.0.0.1:${environmentOf('gate')['GATE_PORT']}`);
    expect(environmentOf('gate')).toMatchObject({ INABIT_LOGIN_TOKEN: 'viewer-token', INABIT_SIGNER_REQUIRED: 'true' });
    expect(environmentOf('api')['EVENTSTORE_URL']).toBe(env['EVENTSTORE_URL']);
    expect(Object.keys(environmentOf('api')).filter((name) => name.startsWith('INABIT'))).toEqual([]);
    expect(Object.keys(environmentOf('api'))).not.toContain('GATE_PATH_SECRET');

    const secrets = z
      .object({ apiKey: z.string(), gatePathSecret: z.string() })
      .parse(JSON.parse(readFileSync(`${data}/secrets.json`, 'utf8')));
    expect(statSync(`${data}/secrets.json`).mode & 0o777).toBe(0o600);
    const gate = environmentOf('gate');
    expect(gate['GATE_PATH_SECRET']).toBe(secrets.gatePathSecret);
    expect(startOf('inabit-sandbox').argv).toContain(
      `http://127.0.0.1:${gate['GATE_PORT']}/inabit/validation/${secrets.gatePathSecret}`,
    );
    const { WEBHOOK_PATH_SECRETS: webhookSecret, API_PORT: apiPort } = environmentOf('api');
    expect(startOf('inabit-sandbox').argv).toContain(`http://127.0.0.1:${apiPort}/v1/inbound/inabit/${webhookSecret}`);
    const [, , keyId] = secrets.apiKey.split('_');
    const hash = createHash('sha256').update(secrets.apiKey).digest('hex');
    expect(environmentOf('api')['LEDGER_API_KEYS']).toContain(`${keyId}:acme:${hash}`);
    expect(one.output).toContain(secrets.apiKey);
    const [platformKey = ''] = /(?<=Platform key +)pk_test_\S+/.exec(one.output) ?? [];
    const platformHash = createHash('sha256').update(platformKey).digest('hex');
    expect(environmentOf('api')['LEDGER_API_KEYS']).toContain(`:platform:${platformHash}:platform`);
    expect(secrets.apiKey).toMatch(/^pk_test_[0-9a-f]+_[\w-]{43}$/);

    const began = performance.now();
    one.kill('SIGINT');
    expect(await one.ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    const stops = checkout.journal().filter((line) => line.endsWith('stopped'));
    expect(stops).toEqual(
      ['api', 'worker', 'gate', 'projector', 'inabit-sandbox', 'event-store'].map((n) => `${n} stopped`),
    );
  });

  it('starts whatever is killed again, on the same port, and says so', async () => {
    const one = await serving();
    const victims = parts.map((name) => ({ name, pid: pidOf(name) }));
    for (const { pid } of victims) process.kill(pid, 'SIGKILL');
    await eventually(
      () => victims.every(({ name, pid }) => pidOf(name) !== pid),
      () => one.output,
    );
    expect(one.output).toContain('! Worker ended (SIGKILL); starting it again in 100 ms');
    await one.shows(/✔ API is back/);
    const answer = await fetch(`http://127.0.0.1:${environmentOf('api')['API_PORT']}`);
    expect(await answer.text()).toBe(String(pidOf('api')));
    one.kill('SIGTERM');
    expect(await one.ended).toBe(0);
  });

  it('leaves nothing behind when it is killed itself, Postgres included, and starts again at once on the same ports', async () => {
    const first = await serving(flags, {});
    const ports = { api: environmentOf('api')['API_PORT'] ?? '', gate: environmentOf('gate')['GATE_PORT'] ?? '' };
    const postmaster = Number(readFileSync(`${data}/postgres/postmaster.pid`, 'utf8').split('\n')[0]);
    const before = [...parts.map((name) => pidOf(name)), postmaster];
    expect(before.every(isThere)).toBe(true);
    first.kill('SIGKILL');
    await first.ended;
    const again = [...flags, '--api-port', ports.api, '--gate-port', ports.gate];
    const second = await serving(again, {});
    expect(second.output).toContain('was killed');
    expect(before.filter(isThere)).toEqual([]);
    second.kill('SIGINT');
    expect(await second.ended).toBe(0);
  });

  it('kills what does not go by itself when Ctrl-C comes a second time', async () => {
    const one = await serving();
    const worker = pidOf('worker');
    process.kill(worker, 'SIGSTOP');
    one.kill('SIGINT');
    await eventually(
      () => checkout.journal().includes('api stopped'),
      () => one.output,
    );
    await delay(400);
    one.kill('SIGINT');
    expect(await one.ended).toBe(130);
    await eventually(
      () => identityOf(worker) === undefined,
      () => 'the worker still runs',
    );
  });

  it('refuses a second run on the same data, and names the process of the first', async () => {
    const first = await serving();
    const second = up();
    expect(await second.ended).toBe(1);
    expect(second.output).toContain(`in use by another "ledger up" (process ${first.pid})`);
    expect(identityOf(first.pid)).toBeDefined();
  });

  it('says which port is taken, who needs it, and which flag changes it, before anything starts', async () => {
    const server = net.createServer().listen(0, '127.0.0.1').unref();
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const one = up([...flags, '--gate-port', port]);
    expect(await one.ended).toBe(1);
    expect(one.output).toBe(
      `✖ Port ${port} is taken, and the gate needs it: free it, or choose another one with --gate-port N (or LEDGER_GATE_PORT)\n`,
    );
    expect(checkout.read('journal.log')).toBe('');
  });

  it('ends with the last lines of a part that cannot start, and stops the others', async () => {
    writeFileSync(checkout.at('worker.fails'), 'the worker has no hands');
    const one = up();
    expect(await one.ended).toBe(1);
    rmSync(checkout.at('worker.fails'));
    expect(one.output).toContain('✖ Worker did not start: exit code 1');
    expect(one.output).toContain('    one line before the end\n');
    expect(one.output).toContain('    worker: the worker has no hands\n');
    expect(checkout.journal()).toContain('event-store stopped');
    expect(existsSync(`${data}/up.lock`)).toBe(false);
  });

  it('does not start what the environment replaces', async () => {
    const one = await serving(flags, {
      ...withoutPostgres,
      EVENTSTORE_URL: 'esdb://store.example:2113',
      INABIT_URL: 'https://provider.example/graphql',
      INABIT_LOGIN_TOKEN: 'own-token',
      INABIT_ORGANIZATION_ID: 'own-org',
      INABIT_API_ADMIN_ID: 'own-user',
    });
    expect(checkout.journal().map((line) => line.split(' ')[0])).not.toContain('event-store');
    expect(checkout.journal().map((line) => line.split(' ')[0])).not.toContain('inabit-sandbox');
    expect(environmentOf('worker')).toMatchObject({
      EVENTSTORE_URL: 'esdb://store.example:2113',
      DATABASE_URL: withoutPostgres.DATABASE_URL,
      INABIT_LOGIN_TOKEN: 'own-token',
    });
    expect(environmentOf('worker')).not.toHaveProperty('INABIT_SIGNER_REQUIRED');
    expect(one.output).not.toContain('Sandbox ');
  });

  it('says which data folder it cannot use', async () => {
    const one = up(['--data', checkout.at('package.json', 'data')]);
    expect(await one.ended).toBe(1);
    expect(one.output).toMatch(
      /^✖ .*package\.json.data cannot be used \(ENOTDIR.*\); choose another place with --data DIR\n$/,
    );
  });

  it('refuses a bad environment with its names, before anything starts', async () => {
    const one = up(flags, { EVENTSTORE_URL: 'http://store.example', VALIDATION_MOCK_SET_RESULT: 'approved' });
    expect(await one.ended).toBe(2);
    expect(one.output).toContain('VALIDATION_MOCK_SET_RESULT');
    expect(checkout.read('journal.log')).toBe('');
  });

  it('--once ends by itself', async () => {
    const one = up([...flags, '--once']);
    expect(await one.ended).toBe(0);
    expect(checkout.journal()).toContain('api stopped');
  });
});
