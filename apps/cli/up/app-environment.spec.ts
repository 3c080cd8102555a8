import { describe, expect, it } from '@jest/globals';
import { appEnvironment, type AppName, type AppSurroundings } from './app-environment.js';

const surroundings = (outside: AppSurroundings['outside']): AppSurroundings => ({
  outside,
  eventStoreUrl: 'esdb://127.0.0.1:1?tls=false',
  databaseUrl: 'postgres://127.0.0.1:1/none',
  sandbox: undefined,
  secrets: { apiKey: `pk_test_a_${'x'.repeat(43)}`, gatePathSecret: 'x'.repeat(43) },
  apiPort: 3000,
  gatePort: 3001,
  logLevel: 'info',
});

describe('what an app gets of the environment of npm start', () => {
  it.each<[AppName, string]>([
    ['api', 'LEDGER_ONBOARDING_REQUIRED'],
    ['api', 'WEBHOOK_SIGNATURE_MODE'],
    ['gate', 'INABIT_API_ADMIN_ID'],
    ['worker', 'RECONCILE_EVERY_SECONDS'],
    ['worker', 'DAY_END_TIME_ZONE'],
  ])('%s: %s', (app, name) => {
    expect(appEnvironment(app, surroundings({ [name]: 'given' }))).toMatchObject({ [name]: 'given' });
  });

  it('is nothing that is another app’s', () => {
    const given = surroundings({
      WEBHOOK_SIGNATURE_SECRETS: 'given',
      INABIT_LOGIN_TOKEN: 'given',
      AWS_SECRET: 'given',
    });
    expect(Object.keys(appEnvironment('projector', given))).not.toContain('AWS_SECRET');
    expect(appEnvironment('api', given)).not.toHaveProperty('INABIT_LOGIN_TOKEN');
    expect(appEnvironment('worker', given)).not.toHaveProperty('WEBHOOK_SIGNATURE_SECRETS');
  });
});
