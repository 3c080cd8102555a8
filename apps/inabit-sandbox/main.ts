import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { startSandbox, type Sandbox } from './sandbox.js';
import { paceOf, readSpeed, type Speed } from './world/settings.js';

interface Flags {
  readonly port: number;
  readonly host: string;
  readonly data?: string;
  readonly seed?: object;
  readonly callbackUrl?: string;
  readonly terminalWebhookUrl?: string;
  readonly speed?: Speed;
}

const program = new Command('inabit-sandbox')
  .description('The provider in a box: the Platform API at /graphql, its approver and webhooks, and /control.')
  .addOption(new Option('--port <port>', '0 for any free port').env('SANDBOX_PORT').argParser(readPort).default(3010))
  .addOption(new Option('--host <host>').env('SANDBOX_HOST').default('127.0.0.1'))
  .addOption(new Option('--data <dir>', 'where the journal is kept; without it all is in memory').env('SANDBOX_DATA'))
  .addOption(
    new Option('--seed <file>', 'a JSON file with parts of a world').env('SANDBOX_SEED').argParser(readSeedFile),
  )
  .addOption(new Option('--callback-url <url>', 'whom the approver asks').env('VALIDATION_CALLBACK_URL'))
  .addOption(new Option('--terminal-webhook-url <url>', "where the Terminal's webhooks go").env('TERMINAL_WEBHOOK_URL'))
  .addOption(
    new Option('--speed <speed>', 'real, demo, instant, or how many times faster than real')
      .env('SANDBOX_SPEED')
      .argParser(readSpeedFlag),
  )
  .addHelpText('after', '\nGET /control lists what can be done to the world while it runs.');

const { port, host, data, seed, callbackUrl, terminalWebhookUrl, speed } = program.parse().opts<Flags>();
const sandbox = await startSandbox({
  port,
  host,
  ...(data !== undefined && { data }),
  ...(seed && { seed }),
  settings: {
    ...(speed && paceOf(speed)),
    ...(callbackUrl !== undefined && { callbackUrl }),
    ...(terminalWebhookUrl !== undefined && { terminalWebhookUrl }),
  },
});
stopWithParentOrSignal(sandbox);
announce(sandbox);

function announce({ stop: _stop, ...ready }: Sandbox): void {
  process.stdout.write(`inabit sandbox ready at ${ready.url} (control: ${ready.controlUrl})\n`);
  process.send?.({ ready: true, ...ready });
}

function stopWithParentOrSignal({ stop }: Sandbox): void {
  let stopping = false;
  const end = () => {
    if (stopping) return;
    stopping = true;
    void stop().then(() => process.exit(0));
  };
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(event, end);
}

function readPort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('a port is 0 to 65535');
  return Number(text);
}

function readSpeedFlag(text: string): Speed {
  const read = readSpeed(text);
  if (read === undefined) throw new InvalidArgumentError('a speed is real, demo, instant, or a number above 0');
  return read;
}

function readSeedFile(file: string): object {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}
