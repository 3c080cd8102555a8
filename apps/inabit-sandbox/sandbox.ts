import fastify from 'fastify';
import { Approver } from './approver/approver.js';
import { broadcastEndpoints } from './control/broadcast.endpoints.js';
import { controlRoutes } from './control/control-api.js';
import { depositEndpoints, purchaseControls } from './control/deposit.endpoints.js';
import { scenarioEndpoints } from './control/scenario.endpoints.js';
import { misreportEndpoints } from './control/misreport.endpoints.js';
import { transactionEndpoints } from './control/transaction.endpoints.js';
import { sweepEndpoints } from './control/sweep.endpoints.js';
import { describeWidget, terminalEndpoints } from './control/terminal.endpoints.js';
import { describeWallet } from './control/world.description.js';
import { worldEndpoints } from './control/world.endpoints.js';
import { PlatformApi } from './graphql/graphql.routes.js';
import { customerEndpoints } from './terminal/customer.endpoints.js';
import { Customers } from './terminal/customers.js';
import { Deposits } from './terminal/deposits.js';
import { merchantEndpoints } from './terminal/merchant.endpoints.js';
import { purchaseEndpoints } from './terminal/purchase.endpoints.js';
import { Purchases } from './terminal/purchases.js';
import { TerminalWebhooks } from './terminal/terminal-webhooks.js';
import { terminalRoutes } from './terminal/terminal.routes.js';
import { Tokens } from './tokens/tokens.js';
import { Webhooks } from './webhooks/webhooks.js';
import { LifeCycle } from './withdrawals/life-cycle.js';
import { Withdrawals } from './withdrawals/withdrawals.js';
import { userWithRole } from './world/lookups.js';
import { settingsChange, type SettingsChange } from './world/settings.js';
import { openWorld, type WorldStore } from './world/world-store.js';

export interface SandboxOptions {
  /** 0 (or none): any free port. */
  readonly port?: number;
  readonly host?: string;
  /** The directory of the journal; none: the world lives in memory and ends with the process. */
  readonly data?: string;
  /** Parts of a world seed (`world/seed.ts`); the rest is built in. */
  readonly seed?: object;
  /** Changes of settings; they count over what a journal kept. */
  readonly settings?: SettingsChange;
}

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

/**
 * The provider in a box: the Platform's GraphQL at `/graphql`, its approver, the Terminal's REST at `/terminal`, webhooks, and a control API at
 * `/control`. Ids and tokens are the same after a restart with the same data directory.
 */
export async function startSandbox({ port = 0, host = '127.0.0.1', data, seed, settings }: SandboxOptions = {}) {
  const store = openWorld(data, seed);
  const tokens = new Tokens(store);
  const { app, start, stop } = assemble(store, tokens);
  try {
    if (settings) store.record({ type: 'SettingsChanged', settings: settingsChange.parse(settings) });
    const description = describe(store, tokens);
    start();
    const url = await app.listen({ port, host });
    const urls = { url, port: Number(new URL(url).port), graphqlUrl: `${url}/graphql`, controlUrl: `${url}/control` };
    const terminalUrl = `${url}/terminal`;
    return { ...description, ...urls, terminalUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function assemble(store: WorldStore, tokens: Tokens) {
  const withdrawals = new Withdrawals(store);
  const terminal = assembleTerminal(store);
  const approver = new Approver(store);
  const lifeCycle = new LifeCycle(store, withdrawals, approver);
  const webhooks = new Webhooks(store);
  const app = fastify({ forceCloseConnections: true });
  const endpoints = [
    ...worldEndpoints(store),
    ...transactionEndpoints(store, withdrawals, lifeCycle),
    ...misreportEndpoints(store),
    ...scenarioEndpoints(store),
    ...broadcastEndpoints(store),
    ...sweepEndpoints(store, withdrawals),
    ...terminal.controls,
  ];
  void app.register(new PlatformApi(store, tokens, withdrawals).routes);
  void app.register(terminalRoutes(store, terminal.endpoints));
  void app.register(controlRoutes(endpoints));
  const start = () => {
    webhooks.start();
    lifeCycle.start();
    terminal.start();
  };
  const stop = async () => {
    for (const part of [lifeCycle, approver, webhooks, ...terminal.parts]) part.stop();
    await app.close();
    store.close();
  };
  return { app, start, stop };
}

function assembleTerminal(store: WorldStore) {
  const customers = new Customers(store);
  const purchases = new Purchases(store);
  const deposits = new Deposits(store);
  const webhooks = new TerminalWebhooks(store);
  const endpoints = [
    ...customerEndpoints(store.world, customers),
    ...purchaseEndpoints(store, purchases),
    ...merchantEndpoints(store.world),
  ];
  const controls = [
    ...terminalEndpoints(store, webhooks),
    ...depositEndpoints(store, deposits),
    ...purchaseControls(store, purchases),
  ];
  const start = () => {
    // Before the purchases, which change at once with what the webhooks tell of.
    for (const part of [webhooks, purchases, deposits]) part.start();
  };
  return { endpoints, controls, start, parts: [purchases, deposits] };
}

/** What a client needs to know before it can ask anything. */
function describe({ world }: WorldStore, tokens: Tokens) {
  const [admin, signer, viewer] = [
    userWithRole(world, 'api-admin'),
    userWithRole(world, 'api-signer'),
    userWithRole(world, 'api-viewer'),
  ];
  return {
    organizationId: world.organization.id,
    adminUserId: admin.id,
    signerUserId: signer.id,
    viewerUserId: viewer.id,
    adminLoginToken: tokens.loginToken(admin),
    signerLoginToken: tokens.loginToken(signer),
    viewerLoginToken: tokens.loginToken(viewer),
    wallets: [...world.wallets.values()].map(describeWallet),
    terminalOrganizationKey: world.terminal.organizationKey,
    widgets: [...world.terminal.widgets.values()].map(describeWidget),
  };
}
