import { z } from 'zod';
import { hasEnded, userWithRole } from '#apps/inabit-sandbox/world/lookups.js';
import type { Withdrawal } from '#apps/inabit-sandbox/world/world.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { broadcast } from '#apps/inabit-sandbox/withdrawals/broadcast.js';
import type { LifeCycle } from '#apps/inabit-sandbox/withdrawals/life-cycle.js';
import type { Withdrawals } from '#apps/inabit-sandbox/withdrawals/withdrawals.js';
import { findAccount } from './accounts.js';
import { ControlError, type ControlRequest, type Endpoint } from './endpoint.js';
import { describeWithdrawal } from './world.description.js';

const ending = z.strictObject({ reason: z.string().default('by hand') });

const rogue = z.strictObject({
  walletId: z.string(),
  asset: z.string(),
  blockchain: z.string(),
  address: z.string(),
  amount: z.string(),
  note: z.string().nullable().default(null),
  initiatorId: z.string().optional(),
});

const found = { path: '/control/transactions/:id' } as const;

export function transactionEndpoints(
  store: WorldStore,
  withdrawals: Withdrawals,
  lifeCycle: LifeCycle,
): readonly Endpoint[] {
  const { world } = store;
  return [
    {
      method: 'GET',
      path: '/control/transactions',
      does: 'all withdrawals, oldest first',
      handle: () => [...world.withdrawals.values()].map((each) => describeWithdrawal(world, each)),
    },
    { method: 'GET', ...found, does: 'one withdrawal', handle: onOne(store, () => undefined) },
    {
      method: 'POST',
      path: `${found.path}/offer`,
      does: 'asks the approver once more, now',
      handle: onOne(store, (withdrawal) => lifeCycle.offer(withdrawal)),
    },
    ...endings(store),
    {
      method: 'POST',
      path: '/control/rogue-withdrawal',
      does: 'a withdrawal by a human user of the organisation (the editor, or `initiatorId`)',
      body: '{"walletId":"cl…","asset":"USDT","blockchain":"TRON","address":"T…","amount":"5","note":"…"}',
      handle: ({ body }) => createRogue(store, withdrawals, rogue.parse(body)),
    },
  ];
}

function endings(store: WorldStore): readonly Endpoint[] {
  const end = (status: 'Failed' | 'Cancelled') => (request: ControlRequest) => {
    const { reason } = ending.parse(request.body);
    return onOne(
      store,
      ({ id: withdrawalId }) => {
        store.record({ type: 'StatusChanged', withdrawalId, status, reason });
      },
      mustBeOpen,
    )(request);
  };
  const body = '{"reason":"…"}';
  return [
    {
      method: 'POST',
      path: `${found.path}/settle`,
      does: 'broadcasts it, approved or not, and completes it',
      handle: onOne(store, (withdrawal) => settle(store, withdrawal), mustBeOpen),
    },
    {
      method: 'POST',
      path: `${found.path}/fail`,
      does: 'Failed; after a broadcast: reverted',
      body,
      handle: end('Failed'),
    },
    { method: 'POST', path: `${found.path}/cancel`, does: 'Cancelled', body, handle: end('Cancelled') },
  ];
}

/** Finds the withdrawal, does something to it and answers how it is afterwards. */
function onOne(
  { world }: WorldStore,
  act: (withdrawal: Withdrawal) => void,
  check: (withdrawal: Withdrawal) => void = () => undefined,
) {
  return ({ params }: ControlRequest) => {
    const withdrawal = world.withdrawals.get(params['id'] ?? '');
    if (!withdrawal) throw new ControlError(404, `no transaction ${params['id']}`);
    check(withdrawal);
    act(withdrawal);
    return describeWithdrawal(world, withdrawal);
  };
}

function mustBeOpen(withdrawal: Withdrawal): void {
  if (hasEnded(withdrawal)) throw new ControlError(409, `the transaction is ${withdrawal.status} already`);
}

function settle(store: WorldStore, withdrawal: Withdrawal): void {
  if (withdrawal.broadcastAt === undefined) store.record(broadcast(store.world, withdrawal));
  if (!hasEnded(withdrawal)) store.record({ type: 'StatusChanged', withdrawalId: withdrawal.id, status: 'Completed' });
}

function createRogue(store: WorldStore, withdrawals: Withdrawals, body: z.infer<typeof rogue>) {
  const { walletId, address: to, amount, note } = body;
  const { asset, blockchain } = findAccount(store.world, walletId, body);
  const initiatorId = body.initiatorId ?? userWithRole(store.world, 'editor').id;
  const ids = { walletId, assetId: asset.id, blockchainId: blockchain.id };
  const request = { ...ids, to, amount, note, priority: null, initiatorId };
  return { id: withdrawals.create(request, { copies: 1, behaviour: {} })[0] };
}
