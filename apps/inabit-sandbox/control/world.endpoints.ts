import { z } from 'zod';
import { toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import { settingsChange } from '#apps/inabit-sandbox/world/settings.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { findAccount } from './accounts.js';
import { ControlError, type Endpoint } from './endpoint.js';
import { describeWorld } from './world.description.js';

const balance = z.strictObject({
  asset: z.string(),
  blockchain: z.string(),
  balance: z.union([z.string(), z.number().transform(String)]),
});

export function worldEndpoints(store: WorldStore): readonly Endpoint[] {
  const { world } = store;
  return [
    {
      method: 'GET',
      path: '/control/world',
      does: 'the organisation, its users, wallets and balances, assets, blockchains and subscription',
      handle: () => describeWorld(world),
    },
    {
      method: 'POST',
      path: '/control/reset',
      does: 'back to the seed: no withdrawals, scenarios or subscription; settings, login tokens and id counters stay',
      handle: () => store.record({ type: 'WorldReset' }),
    },
    {
      method: 'PUT',
      path: '/control/wallets/:walletId/balance',
      does: 'sets one balance; answers it',
      body: '{"asset":"USDT","blockchain":"TRON","balance":"250000"}',
      handle: ({ params, body }) => setBalance(store, params['walletId'] ?? '', balance.parse(body)),
    },
    ...settingsEndpoints(store),
  ];
}

function settingsEndpoints(store: WorldStore): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/control/settings',
      does: 'delays, intervals, switches, callback URL',
      handle: () => store.world.settings,
    },
    {
      method: 'PATCH',
      path: '/control/settings',
      does: 'changes some settings; what is waiting goes by the new ones',
      body: '{"callbackUrl":"http://127.0.0.1:3000/validation","approverRetryMs":1000}',
      handle: ({ body }) => {
        store.record({ type: 'SettingsChanged', settings: settingsChange.parse(body) });
        return store.world.settings;
      },
    },
    {
      method: 'POST',
      path: '/control/expire-access-tokens',
      does: 'every access token given so far is refused from now on',
      handle: () => store.record({ type: 'AccessTokensExpired' }),
    },
  ];
}

function setBalance(store: WorldStore, walletId: string, change: z.infer<typeof balance>) {
  const { asset, blockchain } = findAccount(store.world, walletId, change);
  if (toMinor(change.balance, asset.precision) === undefined)
    throw new ControlError(409, `${change.balance} is no amount of ${asset.code}`);
  const ids = { walletId, assetId: asset.id, blockchainId: blockchain.id };
  store.record({ type: 'BalanceSet', ...ids, balance: change.balance });
  return { walletId, ...change };
}
