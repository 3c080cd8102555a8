import fastify from 'fastify';
import { Approver } from './approver/approver.js';
import { broadcastEndpoints } from './control/broadcast.endpoints.js';
import { controlRoutes } from './control/control-api.js';
import { scenarioEndpoints } from './control/scenario.endpoints.js';
import { transactionEndpoints } from './control/transaction.endpoints.js';
import { describeWallet } from './control/world.description.js';
import { worldEndpoints } from './control/world.endpoints.js';
import { PlatformApi } from './graphql/graphql.routes.js';
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
 * The provider in a box: the Platform's GraphQL at `/graphql`, its approver, its webhooks, and a control API at
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
    return { ...description, ...urls, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function assemble(store: WorldStore, tokens: Tokens) {
  const withdrawals = new Withdrawals(store);
  const approver = new Approver(store);
  const lifeCycle = new LifeCycle(store, withdrawals, approver);
  const webhooks = new Webhooks(store);
  const app = fastify({ forceCloseConnections: true });
  const endpoints = [
    ...worldEndpoints(store),
    ...transactionEndpoints(store, withdrawals, lifeCycle),
    ...scenarioEndpoints(store),
    ...broadcastEndpoints(store),
  ];
  void app.register(new PlatformApi(store, tokens, withdrawals).routes);
  void app.register(controlRoutes(endpoints));
  const start = () => {
    webhooks.start();
    lifeCycle.start();
  };
  const stop = async () => {
    for (const part of [lifeCycle, approver, webhooks]) part.stop();
    await app.close();
    store.close();
  };
  return { app, start, stop };
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
  };
}
