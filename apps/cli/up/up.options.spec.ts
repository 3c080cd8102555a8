import { afterEach, describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import path from 'node:path';
import { checkoutFolder } from './checkout.js';
import { upOptions } from './up.options.js';

const variables = ['LEDGER_DATA', 'LEDGER_API_PORT', 'LEDGER_SANDBOX_SPEED', 'LOG_LEVEL'];
const before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));

afterEach(() => {
  for (const [name, text] of Object.entries(before))
    if (text === undefined) delete process.env[name];
    else process.env[name] = text;
});

/** @throws CommanderError */
function parse(flags: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  Object.assign(process.env, environment);
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  for (const option of upOptions()) command.addOption(option);
  return command.parse(flags, { from: 'user' }).opts();
}

describe('the flags and variables of npm start', () => {
  it.each(['', ' '])('count a variable that holds %j as absent: .env.example has them all', (text) => {
    const options = parse([], Object.fromEntries(variables.map((name) => [name, text])));
    expect(options).toMatchObject({ data: path.join(checkoutFolder, '.data'), apiPort: 3000, logLevel: 'info' });
    expect(options['sandboxSpeed']).toBeUndefined();
  });

  it('take variables, and flags before them', () => {
    const environment = { LEDGER_DATA: '/a', LEDGER_API_PORT: '28000', LEDGER_SANDBOX_SPEED: 'instant' };
    expect(parse(['--data', '/b'], environment)).toMatchObject({
      data: '/b',
      apiPort: 28_000,
      sandboxSpeed: 'instant',
    });
  });

  it('never take the folder we happen to be in for data', () =>
    expect(() => parse(['--data', ''])).toThrow('It has to name a folder.'));

  it.each(['abc', '0', '-1'])('name the variable that holds no speed: %s', (text) =>
    expect(() => parse([], { LEDGER_SANDBOX_SPEED: text })).toThrow(
      /'LEDGER_SANDBOX_SPEED' is invalid. It has to be real, demo, instant, or a number above 0/,
    ),
  );
});
