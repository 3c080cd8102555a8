import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { onboardingSteps } from '#libs/operators/onboarding-steps.js';
import { operatorStream } from '#libs/operators/operator.codec.js';
import { TestEventStore } from '#test/support/event-store.js';
import { runCli } from '../support/run-command.spec-support.js';
import { operatorCommand } from './operator.command.js';

let store: TestEventStore;
const before = { ...process.env };

beforeAll(async () => {
  store = await TestEventStore.start();
  process.env['EVENTSTORE_URL'] = store.connectionString;
});
afterAll(async () => {
  process.env = before;
  await store.remove();
});

/** Of the last command. */
let exitCode: number;

async function ledger(...args: string[]): Promise<string> {
  const run = await runCli(operatorCommand(), ...args);
  exitCode = run.exitCode;
  return run.text + run.errors;
}

const said = ['--by', 'ada', '--evidence', 'ticket:4711'];
const owner = ['--approved-by', 'owner@acme'];
const step = async (name: string, ...more: string[]) => ledger('step', 'acme', name, ...said, ...more);

describe('IN-14 ledger operator', () => {
  it('registers an operator, and shows what is left to do', async () => {
    expect(await ledger('show', 'acme')).toBe('There is no operator acme\n');
    expect(await step('device-paired')).toBe('Refused: operator-not-found\n');
    expect(await ledger('register', 'a/b', '--name', 'A', '--by', 'ada')).toContain('The id has to be');
    expect(exitCode).toBe(1);
    await ledger('register', 'acme', '--name', 'Acme Games', '--by', 'ada');
    const shown = await ledger('show', 'acme');
    expect(shown).toContain('acme (Acme Games): missing 8 of 8 steps');
    for (const name of onboardingSteps) expect(shown).toContain(`missing  ${name}`);
  });

  it('refuses steps out of order and with wrong details, naming what is missing', async () => {
    expect(await step('device-paired')).toBe('Refused: earlier-steps-missing: enterprise-plan-confirmed\n');
    expect(await step('approver-paired')).toBe('--hosted-by is missing for approver-paired\n');
    expect(await step('device-paired', '--api-user', 'a')).toBe('--api-user does not belong to device-paired\n');
  });

  it('completes the checklist, step by step, and takes one back', async () => {
    await step('enterprise-plan-confirmed');
    await step('device-paired');
    await step('api-admin-approved', '--api-user', 'acme-admin', ...owner);
    expect(await step('api-signer-approved', '--api-user', 'acme-admin', ...owner)).toBe(
      'Refused: api-users-not-separate\n',
    );
    expect(await step('api-signer-approved', '--api-user', 'acme-signer')).toContain('--approved-by is missing for');
    expect(await step('api-signer-approved', '--api-user', 'acme-signer', ...owner)).toContain(
      'done     api-signer-approved (user:ada, ticket:4711, approved by owner@acme)',
    );
    await step('credentials-stored', '--reference', 'vault:ledger/acme');
    await step('approver-paired', '--hosted-by', 'integrator', ...owner);
    expect(await step('master-wallet-opened', '--wallet-id', 'wal_master')).toContain('missing  funded');
    expect(await step('funded', '--reference', 'opening:wal_master')).toContain('acme (Acme Games): complete');
    expect(await step('approver-paired', '--withdraw')).toContain('missing  approver-paired');
  });

  it('IN-03 records and shows who runs the approver, once for the same', async () => {
    expect(await ledger('show', 'acme')).toContain('approver nobody said who runs it');
    const at = ['--hosted-by', 'operator', '--endpoint', 'approver.acme.example:8443', '--by', 'ada'];
    for (let times = 0; times < 2; times++)
      expect(await ledger('approver', 'acme', ...at, '--image-version', '1.4.2')).toContain(
        'approver run by the operator at approver.acme.example:8443, version 1.4.2 (user:ada, ',
      );
    expect(await ledger('approver', 'acme', ...at, '--image-version', 'the latest')).toBe(
      'Refused: approver-version-malformed\n',
    );
  });

  it('API-28 sets what the platform takes, once for the same', async () => {
    const fees = async (...more: string[]) => ledger('fees', 'acme', '--by', 'ada', ...more);
    expect(await fees('--share-bps', '25', '--flat', '500', '--asset', 'EUR@fiat')).toContain(
      'fees     25 bps of each payout, 500 EUR@fiat/2 a month (user:ada, ',
    );
    await fees('--share-bps', '25', '--flat', '500', '--asset', 'EUR@fiat');
    expect(await fees('--share-bps', '10001')).toBe('Refused: share-out-of-range\n');
    expect(await fees('--share-bps', '25', '--flat', '0', '--asset', 'EUR@fiat')).toBe(
      'Refused: flat-fee-not-positive\n',
    );
    expect(await fees('--share-bps', '0.25')).toContain('--share-bps has to be a whole number');
    expect(await fees('--share-bps', '25', '--flat', '5')).toBe('--flat and --asset go together\n');
    expect(await fees('--share-bps', '25', '--flat', '0.001', '--asset', 'EUR@fiat')).toContain('is no amount');
  });

  it('IN-02 stores who said so, and for which operator', async () => {
    const streams = connectEventStreams({ connectionString: store.connectionString });
    const { events } = await streams.read(operatorStream('acme'));
    await streams.close();
    const actors = new Set(events.map(({ metadata: { actor, onBehalfOf } }) => `${actor} for ${String(onBehalfOf)}`));
    expect([events.length, [...actors]]).toEqual([12, ['user:ada for acme']]);
  });
});
