import { afterAll, describe, expect, it } from '@jest/globals';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { CompiledCheckout } from './compiled-checkout.js';
import { eventually } from './launched.js';

const checkout = new CompiledCheckout(['libs/platform']);
afterAll(() => checkout.remove());

interface App {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

/** Runs an app whose `start` has this body. */
function run(body: string, env: Record<string, string> = {}): App {
  const file = checkout.at('dist', `app-${Math.random()}.mjs`);
  const head = `import { runApp } from '#libs/platform/run-app.js';
    import { gateConfig } from '#libs/platform/gate.config.js';
    import { loadConfig } from '#libs/platform/config.js';
    const serve = () => setInterval(() => undefined, 1000);`;
  writeFileSync(file, `${head} await runApp('app', async ({ log, environment }) => { ${body} });`);
  const child = fork(file, { env, silent: true });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  // Not `close`: it does not come after `disconnect()`.
  const ends = [once(child, 'exit'), ...[child.stdout, child.stderr].map(async (stream) => stream && finished(stream))];
  const ended = Promise.all(ends).then(() => child.exitCode);
  return { child, output: () => text, ended };
}

const stoppable = `const timer = serve();
  return { info: { port: 7 }, stop: async () => { console.log('it stops'); clearInterval(timer); } };`;

describe('runApp', () => {
  it('tells its parent when it is ready, with what it has to tell', async () => {
    const app = run(stoppable);
    const [message]: unknown[] = await once(app.child, 'message');
    expect(message).toEqual({ ready: true, port: 7 });
    app.child.kill('SIGTERM');
    expect(await app.ended).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('stops properly on %s', async (signal) => {
    const app = run(stoppable);
    await once(app.child, 'message');
    app.child.kill(signal);
    expect(await app.ended).toBe(0);
    expect(app.output()).toContain('it stops');
  });

  it('stops properly when its parent is gone', async () => {
    const app = run(stoppable);
    await once(app.child, 'message');
    app.child.disconnect();
    expect(await app.ended).toBe(0);
    expect(app.output()).toContain('it stops');
  });

  it('stops when its parent was gone before it started', async () => {
    const app = run(stoppable);
    app.child.disconnect();
    expect(await app.ended).toBe(0);
  });

  it('does not wait any longer at the second signal', async () => {
    const app = run(`serve(); return { stop: () => new Promise(() => undefined) };`);
    await once(app.child, 'message');
    app.child.kill('SIGTERM');
    setTimeout(() => app.child.kill('SIGTERM'), 100);
    expect(await app.ended).toBe(1);
  });

  it('says in one line why it cannot start, without secrets', async () => {
    const app = run(`throw new Error('no way to\\npostgres://ledger:hunter2@db/ledger');`);
    expect(await app.ended).toBe(1);
    expect(app.output()).toBe('app: no way to postgres://[secret]@db/ledger\n');
  });

  it('says which variables are bad, with an exit code of its own', async () => {
    const app = run(`loadConfig({ gate: gateConfig }, environment);`, { GATE_PORT: 'x', GATE_PATH_SECRET: 'hunter2' });
    expect(await app.ended).toBe(2);
    expect(app.output()).toMatch(/GATE_PORT.*\n.*GATE_PATH_SECRET/);
    expect(app.output()).not.toContain('hunter2');
  });

  it('touches a file, for health checks, as soon as it serves', async () => {
    const file = checkout.at('heartbeat');
    const app = run(stoppable, { LEDGER_HEARTBEAT_FILE: file });
    await once(app.child, 'message');
    await eventually(
      () => existsSync(file),
      () => 'no heartbeat',
    );
    app.child.kill('SIGTERM');
    expect(await app.ended).toBe(0);
  });

  it('refuses a bad log level before it does anything', async () => {
    const app = run(`console.log('started');`, { LOG_LEVEL: 'loud' });
    expect(await app.ended).toBe(2);
    expect(app.output()).not.toContain('started');
  });

  it.each([
    [
      'unhandled-rejection',
      `serve(); setTimeout(() => Promise.reject(new Error('lost')), 20); return { stop: async () => undefined };`,
    ],
    [
      'uncaught-exception',
      `serve(); setTimeout(() => { throw new Error('lost'); }, 20); return { stop: async () => undefined };`,
    ],
  ])('ends after an %s, which stands in the log', async (event, body) => {
    const app = run(body);
    expect(await app.ended).toBe(1);
    const entry: unknown = JSON.parse(app.output().trim().split('\n').at(-1) ?? '');
    expect(entry).toMatchObject({ level: 'error', app: 'app', event, error: { message: 'lost' } });
  });
});
