import type { Environment } from '#libs/platform/config.js';
import type { SandboxReady } from './ready-messages.js';
import { derivedSecret, hashedApiKeys, type Secrets } from './secrets.js';

export type AppName = 'projector' | 'gate' | 'worker' | 'api';

/** What the apps have to be told. */
export interface AppSurroundings {
  readonly outside: Environment;
  readonly eventStoreUrl: string;
  readonly databaseUrl: string;
  /** Undefined when a real provider is used. */
  readonly sandbox: SandboxReady | undefined;
  readonly secrets: Secrets;
  readonly apiPort: number;
  readonly gatePort: number;
  readonly logLevel: string;
}

/** From the launcher's own environment into every child; nothing else gets through, least of all other apps' secrets. */
const shared =
  /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|LEDGER_ENVIRONMENT|LEDGER_NETWORKS|LEDGER_PG_BIN)$/;
const own: Readonly<Record<AppName, RegExp>> = {
  projector: /^PROJECT(OR|ION)_/,
  gate: /^(GATE|INABIT|PAYOUT)_/,
  worker: /^(INABIT|PAYOUT|PROVIDER|RECONCILE|DAY_END)_/,
  api: /^(API|WEBHOOK|LEDGER_ONBOARDING)_/,
};

export function sharedEnvironment(outside: Environment, logLevel: string): Record<string, string> {
  return { ...matching(outside, shared), LOG_LEVEL: logLevel, LOG_FORMAT: 'json' };
}

/** The environment of one app: a setting of ours, unless the operator gave one. */
export function appEnvironment(app: AppName, to: AppSurroundings): Record<string, string> {
  return {
    ...sharedEnvironment(to.outside, to.logLevel),
    EVENTSTORE_URL: to.eventStoreUrl,
    DATABASE_URL: to.databaseUrl,
    ...matching(to.outside, own[app]),
    ...settings[app](to),
  };
}

const settings: Readonly<Record<AppName, (to: AppSurroundings) => Record<string, string>>> = {
  projector: () => ({}),
  gate: (to) => ({
    ...inabit(to.sandbox, to.sandbox?.viewerLoginToken),
    GATE_PORT: String(to.gatePort),
    GATE_PATH_SECRET: gatePathSecret(to),
  }),
  worker: (to) => ({
    ...inabit(to.sandbox, to.sandbox?.adminLoginToken),
    ...(to.sandbox && { ...sandboxPace, ...matching(to.outside, /^(PAYOUT|PROVIDER)_/) }),
    GATE_URL: `http://127.0.0.1:${to.gatePort}`,
    ...terminal(to),
  }),
  api: (to) => ({
    API_PORT: String(to.apiPort),
    LEDGER_API_KEYS: apiKeys(to),
    ...(to.sandbox && { WEBHOOK_PATH_SECRETS: webhookPathSecret(to) }),
  }),
};

/** Where the sandbox posts its webhooks. */
export function webhookPathSecret({ secrets }: Pick<AppSurroundings, 'secrets'>): string {
  return derivedSecret(secrets, 'webhooks');
}

export function gatePathSecret({ outside, secrets }: Pick<AppSurroundings, 'outside' | 'secrets'>): string {
  return outside['GATE_PATH_SECRET'] || secrets.gatePathSecret;
}

export function isLive(outside: Environment): boolean {
  return outside['LEDGER_ENVIRONMENT'] === 'live';
}

/** The generated keys are test keys, so they open nothing where real money moves. */
function apiKeys({ outside, secrets }: AppSurroundings): string {
  const given = outside['LEDGER_API_KEYS'] ?? '';
  return isLive(outside) ? given : [...hashedApiKeys(secrets), given].join(',');
}

/** The sandbox answers in moments, so nobody has to wait as for the real provider. */
const sandboxPace = {
  PAYOUT_RETRY_QUIET_SECONDS: '3',
  PAYOUT_POLL_SECONDS: '1',
  PAYOUT_CALL_TIMEOUT_SECONDS: '10',
  PROVIDER_BALANCE_POLL_SECONDS: '5',
  PROVIDER_FEE_POLL_SECONDS: '5',
};

/** The sandbox's wallet policy asks our gate for every withdrawal. */
function inabit(sandbox: SandboxReady | undefined, token: string | undefined): Record<string, string> {
  if (!sandbox) return {};
  return {
    INABIT_URL: sandbox.graphqlUrl,
    INABIT_LOGIN_TOKEN: token ?? sandbox.adminLoginToken,
    INABIT_ORGANIZATION_ID: sandbox.organizationId,
    INABIT_API_ADMIN_ID: sandbox.adminUserId,
    INABIT_SIGNER_REQUIRED: 'true',
    // Its business errors that are known to mean nothing was done.
    INABIT_CONFIRMED_DECLINES: 'Insufficient funds=insufficient-funds;The request was declined=declined',
  };
}

/** The sandbox has a Terminal too; deposits are looked up often there, so that nobody has to wait. */
function terminal({ sandbox, secrets }: AppSurroundings): Record<string, string> {
  if (!sandbox?.terminalUrl || !sandbox.terminalOrganizationKey) return {};
  return {
    INABIT_TERMINAL_URL: sandbox.terminalUrl,
    INABIT_TERMINAL_ORGANIZATION_KEY: sandbox.terminalOrganizationKey,
    INABIT_TERMINAL_CUSTOMER_SECRET: derivedSecret(secrets, 'customer identifiers'),
    INABIT_TERMINAL_POLL_SECONDS: '2',
  };
}

function matching(environment: Environment, names: RegExp): Record<string, string> {
  const found = Object.entries(environment).filter(([name]) => names.test(name));
  return Object.fromEntries(found.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
}
