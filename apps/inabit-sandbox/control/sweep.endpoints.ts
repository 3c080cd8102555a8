import { z } from 'zod';
import { fromMinor, toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import { feeText, nativeAssetOf, userWithRole } from '#apps/inabit-sandbox/world/lookups.js';
import type { Withdrawal } from '#apps/inabit-sandbox/world/world.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import type { Withdrawals } from '#apps/inabit-sandbox/withdrawals/withdrawals.js';
import { findAccount } from './accounts.js';
import { ControlError, type Endpoint } from './endpoint.js';
import { describeDeposit } from './deposit.endpoints.js';
import { describeWallet, describeWithdrawal } from './world.description.js';

const wish = z.strictObject({
  walletIds: z.array(z.string()).min(1),
  /** Master Wallet and Gas Station, if nothing is said. */
  toWalletId: z.string().optional(),
  gasWalletId: z.string().optional(),
  asset: z.string(),
  blockchain: z.string(),
});
const feeChange = z.strictObject({ fee: z.string() });

export function sweepEndpoints(store: WorldStore, withdrawals: Withdrawals): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/control/sweeps',
      does: 'sweeps all that deposit wallets hold of one coin into the Master Wallet; the gas station pays',
      body: '{"walletIds":["cl…"],"asset":"USDT","blockchain":"TRON"}',
      handle: ({ body }) => sweep(store, withdrawals, wish.parse(body)),
    },
    {
      method: 'POST',
      path: '/control/transactions/:id/fee',
      does: 'the provider corrects the fee of a transaction that was broadcast',
      body: '{"fee":"1.5"}',
      handle: ({ params, body }) => changeFee(store, params['id'] ?? '', feeChange.parse(body).fee),
    },
    {
      method: 'GET',
      path: '/control/books',
      does: "all of the sandbox's books: wallets with balances, transactions with fees, deposits, sweeps, gas top-ups",
      handle: () => describeBooks(store),
    },
  ];
}

function sweep(
  store: WorldStore,
  withdrawals: Withdrawals,
  { walletIds, asset, blockchain, ...to }: z.infer<typeof wish>,
) {
  const coin = { asset, blockchain };
  const accounts = walletIds.map((walletId) => ({ walletId, account: findAccount(store.world, walletId, coin) }));
  const sources = accounts.filter(({ account }) => account.balance > 0n);
  const [first] = sources;
  if (!first) throw new ControlError(409, `these wallets hold no ${asset}`);
  const { precision, id: assetId } = first.account.asset;
  const total = sources.reduce((sum, { account }) => sum + account.balance, 0n);
  const request = {
    walletId: first.walletId,
    assetId,
    blockchainId: first.account.blockchain.id,
    to: findAccount(store.world, to.toWalletId ?? walletNamed(store, 'Master Wallet'), coin).address,
    amount: fromMinor(total, precision),
    note: null,
    priority: null,
    initiatorId: userWithRole(store.world, 'owner').id,
    sweep: {
      sources: sources.map(({ walletId, account }) => ({ walletId, amount: fromMinor(account.balance, precision) })),
      gasWalletId: to.gasWalletId ?? walletNamed(store, 'Gas Station'),
    },
  };
  return { id: withdrawals.create(request, { copies: 1, behaviour: {} })[0], amount: request.amount };
}

function changeFee(store: WorldStore, withdrawalId: string, fee: string) {
  const withdrawal = store.world.withdrawals.get(withdrawalId);
  if (!withdrawal) throw new ControlError(404, `no transaction ${withdrawalId}`);
  if (withdrawal.broadcastAt === undefined) throw new ControlError(409, 'the transaction was not broadcast');
  if (toMinor(fee, nativeAssetOf(store.world, withdrawal)?.precision ?? 0) === undefined)
    throw new ControlError(409, `${fee} is no fee`);
  store.record({ type: 'FeeChanged', withdrawalId, fee });
  return describeWithdrawal(store.world, withdrawal);
}

function describeBooks({ world }: WorldStore) {
  const transactions = [...world.withdrawals.values()];
  const sweeps = transactions.filter(({ request }) => request.sweep);
  return {
    wallets: [...world.wallets.values()].map(describeWallet),
    transactions: transactions.map((each) => describeWithdrawal(world, each)),
    deposits: [...world.terminal.deposits.values()].map(describeDeposit),
    sweeps: sweeps.map(describeSweep),
    gasTopUps: sweeps
      .filter(({ hashes }) => hashes.length > 0)
      .map((each) => ({
        sweepId: each.id,
        fromWalletId: each.gasWallet.id,
        toWalletIds: each.sources.map(({ wallet }) => wallet.id),
        asset: each.account.blockchain.nativeAsset,
        amount: feeText(world, each) ?? '0',
      })),
  };
}

function describeSweep({ id, status, sources, account }: Withdrawal) {
  const { asset, blockchain } = account;
  const from = sources.map(({ wallet, amount }) => ({
    walletId: wallet.id,
    amount: fromMinor(amount, asset.precision),
  }));
  return { id, status, asset: asset.code, blockchain: blockchain.code, sources: from };
}

function walletNamed({ world }: WorldStore, name: string): string {
  return [...world.wallets.values()].find((wallet) => wallet.name === name)?.id ?? '';
}
