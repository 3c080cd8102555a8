import { describe, expect, it } from '@jest/globals';
import { apiConfig } from './api.config.js';
import { ConfigError, loadConfig, type Environment } from './config.js';
import { databaseConfig } from './database.config.js';
import { eventStoreConfig } from './event-store.config.js';
import { gateConfig } from './gate.config.js';
import { inabitConfig } from './inabit.config.js';
import { processConfig } from './process.config.js';
import { webhookConfig } from './webhook.config.js';
import { workerConfig } from './worker.config.js';

const everything = {
  process: processConfig,
  eventStore: eventStoreConfig,
  database: databaseConfig,
  inabit: inabitConfig,
  api: apiConfig,
  gate: gateConfig,
  worker: workerConfig,
  webhooks: webhookConfig,
};
const hash = 'a1'.repeat(32);
const good: Environment = {
  EVENTSTORE_URL: 'esdb+discover://a.example:2113,b.example:2113?tls=true',
  DATABASE_URL: 'postgres://ledger:secret@db.example:5432/ledger',
  INABIT_URL: 'https://provider.example/graphql',
  INABIT_LOGIN_TOKEN: 'token',
  INABIT_ORGANIZATION_ID: 'org-1',
  INABIT_API_ADMIN_ID: 'user-1',
  LEDGER_API_KEYS: `k1:acme:${hash}, k2:other:${hash}, k3:house:${hash}:platform,`,
  GATE_PATH_SECRET: 'x'.repeat(24),
  GATE_URL: 'http://127.0.0.1:3001',
};

function problemsOf(changes: Environment): string[] {
  try {
    loadConfig(everything, { ...good, ...changes });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ variable }) => variable);
    throw error;
  }
  return [];
}

describe('the configuration out of the environment', () => {
  it('is typed, with the documented defaults', () => {
    const config = loadConfig(everything, good);
    expect(config.process).toEqual({
      environment: 'test',
      logLevel: 'info',
      logFormat: 'json',
      heartbeatFile: undefined,
    });
    expect(config.api).toMatchObject({ host: '127.0.0.1', port: 3000 });
    expect(config.api.keys[1]).toEqual({ keyId: 'k2', operatorId: 'other', sha256: hash, role: 'tenant' });
    expect(config.api.keys[2]).toEqual({ keyId: 'k3', operatorId: 'house', sha256: hash, role: 'platform' });
    expect(config.gate).toEqual({ host: '127.0.0.1', port: 3001, pathSecret: 'x'.repeat(24) });
    expect(config.worker).toEqual({
      gateUrl: 'http://127.0.0.1:3001',
      retryQuietMs: 60_000,
      reviewAfterMs: 1_800_000,
      pollMs: 15_000,
      callTimeoutMs: 30_000,
      balancePollMs: 60_000,
      feePollMs: 300_000,
      reconcileMs: 300_000,
      dayEnd: { timeZone: 'UTC', graceMs: 300_000 },
    });
    expect(config.inabit).toMatchObject({ signerRequired: false, confirmedDeclines: [], loginTokenFile: undefined });
  });

  it('is frozen', () => {
    const config = loadConfig({ api: apiConfig }, good);
    expect(() => Object.assign(config.api, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(config, { api: {} })).toThrow(TypeError);
  });

  it('names every bad variable at once', () => {
    const bad = { EVENTSTORE_URL: 'http://x', API_PORT: '70000', PAYOUT_POLL_SECONDS: '-1', DATABASE_URL: ' ' };
    expect(problemsOf(bad).sort()).toEqual(Object.keys(bad).sort());
  });

  it('says what is expected, and never the value', () => {
    const secret = 'short-secret';
    const load = () => loadConfig({ gate: gateConfig }, { GATE_PATH_SECRET: secret });
    expect(load).toThrow('GATE_PATH_SECRET is not valid; expected 24 or more characters');
    expect(load).not.toThrow(secret);
  });

  it.each([
    [{ API_PORT: '3000.5' }, 'API_PORT'],
    [{ API_PORT: '0x10' }, 'API_PORT'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ LEDGER_ENVIRONMENT: 'production' }, 'LEDGER_ENVIRONMENT'],
    [{ INABIT_SIGNER_REQUIRED: 'yes' }, 'INABIT_SIGNER_REQUIRED'],
    [{ INABIT_LOGIN_TOKEN: undefined }, 'INABIT_LOGIN_TOKEN'],
    [{ INABIT_CONFIRMED_DECLINES: 'no code here' }, 'INABIT_CONFIRMED_DECLINES'],
    [{ INABIT_CONFIRMED_DECLINES: '=code-only' }, 'INABIT_CONFIRMED_DECLINES'],
    [{ LEDGER_API_KEYS: '' }, 'LEDGER_API_KEYS'],
    [{ LEDGER_API_KEYS: ',' }, 'LEDGER_API_KEYS'],
    [{ LEDGER_API_KEYS: `k1:acme:${hash},k1:other:${hash}` }, 'LEDGER_API_KEYS'],
    [{ LEDGER_API_KEYS: 'k1:acme:a-plain-key' }, 'LEDGER_API_KEYS'],
    [{ LEDGER_API_KEYS: `k1:acme:${hash}:root` }, 'LEDGER_API_KEYS'],
    [{ GATE_URL: 'ftp://gate' }, 'GATE_URL'],
    [{ WEBHOOK_PATH_SECRETS: 'short' }, 'WEBHOOK_PATH_SECRETS'],
    [{ WEBHOOK_SIGNATURE_MODE: 'enforce' }, 'WEBHOOK_SIGNATURE_SECRETS'],
    [{ WEBHOOK_SIGNATURE_HEADER: 'no header' }, 'WEBHOOK_SIGNATURE_HEADER'],
    [{ PAYOUT_CALL_TIMEOUT_SECONDS: '0' }, 'PAYOUT_CALL_TIMEOUT_SECONDS'],
    [{ DAY_END_TIME_ZONE: 'Europe/Atlantis' }, 'DAY_END_TIME_ZONE'],
    [{ DAY_END_GRACE_MINUTES: '-1' }, 'DAY_END_GRACE_MINUTES'],
  ])('refuses %j', (change, name) => {
    expect(problemsOf(change)).toEqual([name]);
  });

  it('reads confirmed declines, even with an equals sign in the text', () => {
    const { inabit } = loadConfig(
      { inabit: inabitConfig },
      { ...good, INABIT_CONFIRMED_DECLINES: 'Balance = 0=insufficient-funds; Wallet is locked=wallet-locked' },
    );
    expect(inabit.confirmedDeclines).toEqual([
      { text: 'Balance = 0', code: 'insufficient-funds' },
      { text: 'Wallet is locked', code: 'wallet-locked' },
    ]);
  });

  it('closes no days where it is told so', () => {
    const told = { ...good, DAY_END_TIME_ZONE: 'off', DAY_END_GRACE_MINUTES: '90' };
    const { worker } = loadConfig({ worker: workerConfig }, told);
    expect(worker.dayEnd).toEqual({ timeZone: undefined, graceMs: 5_400_000 });
  });

  it('F4.8 does not start beside a mock approver, whatever its value', () => {
    expect(problemsOf({ VALIDATION_MOCK_SET_RESULT: '' })).toEqual(['VALIDATION_MOCK_SET_RESULT']);
    expect(() => loadConfig({ process: processConfig }, { VALIDATION_MOCK_ENABLED: 'false' })).toThrow(ConfigError);
  });
});
