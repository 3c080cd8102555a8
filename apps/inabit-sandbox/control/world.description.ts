import { fromMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import { amountText, feeText, fullName, swapText, transactionTypeOf } from '#apps/inabit-sandbox/world/lookups.js';
import type { Wallet } from '#apps/inabit-sandbox/world/wallet.js';
import type { Broadcast, Withdrawal, World } from '#apps/inabit-sandbox/world/world.js';

/** The world as the control API shows it: amounts are decimal texts. */
export function describeWorld(world: World) {
  const { id, name, baseCurrency } = world.organization;
  return {
    organization: { id, name, baseCurrency },
    users: [...world.users.values()].map((user) => ({ id: user.id, fullName: fullName(user), role: user.role })),
    blockchains: [...world.blockchains.values()],
    assets: [...world.assets.values()],
    wallets: [...world.wallets.values()].map(describeWallet),
    subscription: world.subscription ?? null,
  };
}

export function describeWallet({ id, name, accounts }: Wallet) {
  return {
    id,
    name,
    accounts: accounts.map(({ asset, blockchain, address, balance }) => ({
      asset: asset.code,
      blockchain: blockchain.code,
      financialAssetId: asset.id,
      blockchainId: blockchain.id,
      address,
      balance: fromMinor(balance, asset.precision),
    })),
  };
}

export function describeWithdrawal(world: World, withdrawal: Withdrawal) {
  const { id, request, note, status, reason, offers, verdicts, hashes, createdAt } = withdrawal;
  return {
    id,
    type: transactionTypeOf(withdrawal),
    ...whatAndWhere(withdrawal),
    ...swapDescription(withdrawal),
    note,
    createdWithNote: request.note,
    initiatorId: request.initiatorId,
    status,
    reason: reason ?? null,
    offers,
    lastOfferProblem: withdrawal.lastOfferProblem ?? null,
    verdicts,
    hashes,
    fee: feeText(world, withdrawal) ?? null,
    createdAt: new Date(createdAt).toISOString(),
  };
}

function swapDescription(withdrawal: Withdrawal) {
  const { swap } = withdrawal;
  if (!swap) return undefined;
  const { asset, blockchain } = swap.account;
  return { swapTo: { asset: asset.code, blockchain: blockchain.code, amount: swapText(withdrawal) ?? null } };
}

export function describeBroadcast({ withdrawal, hash, at, reverted }: Broadcast) {
  return {
    transactionId: withdrawal.id,
    note: withdrawal.request.note,
    ...whatAndWhere(withdrawal),
    hash,
    at: new Date(at).toISOString(),
    reverted,
  };
}

function whatAndWhere(withdrawal: Withdrawal) {
  const { account, request, wallet } = withdrawal;
  return {
    walletId: wallet.id,
    asset: account.asset.code,
    blockchain: account.blockchain.code,
    to: request.to,
    amount: amountText(withdrawal),
  };
}
