import type { Environment } from '#libs/platform/config.js';
import { boot, type Booted } from './boot.js';
import { playOnce } from './demo-once.js';
import { Parts } from './parts.js';
import type { Screen } from './screen.js';
import { platformApiKey } from './secrets.js';
import { settle, type UpSettings } from './settings.js';
import { Stack } from './stack.js';
import { StopRequest } from './stop-request.js';
import { apiUrl, showSummary } from './summary.js';
import type { UpOptions } from './up.options.js';

const killedCode = 130;

/**
 * Runs the whole ledger on this machine until it is told to stop, or once.
 * @throws Stopped when it was told to stop before it served; PartFailed, PortProblem, DataInUse, ConfigError.
 */
export async function runUp(options: UpOptions, outside: Environment, screen: Screen): Promise<void> {
  const started = performance.now();
  const stack = new Stack(screen);
  const stop = new StopRequest(() => {
    stack.kill();
    process.exit(killedCode);
  });
  const settings = await settle(options, outside, screen);
  const onSpawn = (pid: number) => settings.lock.addChild(pid);
  const showWarning = (text: string) => screen.warn(text);
  const parts = new Parts({ data: options.data, hooks: { onSpawn, showWarning } });
  const work = async () => {
    const booted = await boot(stack, parts, settings);
    screen.success('Ready', performance.now() - started);
    await playIfDue(booted, settings, { screen, signal: stop.signal });
    showSummary(settings, screen);
  };
  try {
    await Promise.race([work(), stop.requested(), stack.broken]);
    if (!options.once) await serve(stack, stop, screen);
  } finally {
    await stopAll({ stack, parts, settings, screen });
  }
}

/** Until Ctrl-C, which is the proper end of serving. */
async function serve(stack: Stack, stop: StopRequest, screen: Screen): Promise<void> {
  screen.line('Ctrl-C stops everything.');
  await Promise.race([stop.requested().catch(() => undefined), stack.broken]);
}

interface DemoStage {
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

async function playIfDue(booted: Booted, settings: UpSettings, { screen, signal }: DemoStage): Promise<void> {
  const { sandbox, databaseUrl, eventStoreUrl, secrets } = booted;
  if (!booted.isDemoDue || !sandbox) return;
  const place = { apiUrl: apiUrl(settings), sandboxUrl: sandbox.url, databaseUrl, eventStoreUrl };
  const print = (line: string) => screen.line(line);
  try {
    const keys = { apiKey: secrets.apiKey, platformKey: platformApiKey(secrets) };
    const { data: dataFolder } = settings.options;
    await playOnce({ ...place, dataFolder, ...keys, sandbox, print, signal });
  } catch (error) {
    if (settings.options.once || signal.aborted) throw error;
    screen.error(`The demo stopped: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface Running {
  readonly stack: Stack;
  readonly parts: Parts;
  readonly settings: UpSettings;
  readonly screen: Screen;
}

async function stopAll({ stack, parts, settings, screen }: Running): Promise<void> {
  const step = screen.step('Stopping');
  await stack.stop();
  await parts.closeLogs();
  settings.lock.release();
  step.done('Stopped');
}
