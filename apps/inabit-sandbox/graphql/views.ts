import { fromMinor, multiply, sum } from '#apps/inabit-sandbox/exact/decimal.js';
import {
  amountText,
  feeText,
  fullName,
  plannedFee,
  swapText,
  transactionTypeOf,
} from '#apps/inabit-sandbox/world/lookups.js';
import type { Role } from '#apps/inabit-sandbox/world/seed.js';
import type { Wallet, WalletAccount } from '#apps/inabit-sandbox/world/wallet.js';
import type { Misreport, User, Withdrawal, World, WithdrawalStatus } from '#apps/inabit-sandbox/world/world.js';

/** The world as GraphQL objects. Nested ones that could go round are functions, which the executor calls when asked. */

const fiat_decimals = 2;

export function transactionView(world: World, withdrawal: Withdrawal) {
  const { misreport } = withdrawal;
  return misreport ? misreported(world, trueView(world, withdrawal), misreport) : trueView(world, withdrawal);
}

function misreported(world: World, view: ReturnType<typeof trueView>, report: Misreport) {
  const { amount = view.amount, fee = view.fee, address, hash = view.txId } = report;
  const asset = [...world.assets.values()].find(({ code }) => code === report.asset);
  return {
    ...view,
    amount,
    fee,
    txId: hash,
    swapToAmount: report.swapToAmount ?? view.swapToAmount,
    status: { ...view.status, status: report.status ?? view.status.status },
    financialAsset: asset ?? view.financialAsset,
    contactCryptoAccount: address === undefined ? view.contactCryptoAccount : { address },
  };
}

function trueView(world: World, withdrawal: Withdrawal) {
  const { request, account, status, createdAt, swap } = withdrawal;
  const { usdRate } = account.asset;
  const initiator = world.users.get(request.initiatorId);
  return {
    id: withdrawal.id,
    transactionType: transactionTypeOf(withdrawal),
    amount: amountText(withdrawal),
    fee: feeText(world, withdrawal) ?? (swap && plannedFee(world, withdrawal)),
    note: withdrawal.note,
    priority: request.priority,
    isAccelerated: false,
    createdAt: new Date(createdAt).toISOString(),
    rateUSD: usdRate,
    rateEUR: multiply(usdRate, world.organization.eurPerUsd, 8),
    kyt: '10',
    txId: withdrawal.hashes[0],
    status: { status: world.settings.statusTexts[status] ?? status, category: categories[status] },
    wallet: () => walletView(world, withdrawal.wallet),
    financialAsset: account.asset,
    blockchain: account.blockchain,
    createdBy: () => initiator && userView(world, initiator),
    contactCryptoAccount: swap ? null : { address: request.to },
    swapAssetTo: swap?.account.asset,
    swapToAmount: swapText(withdrawal),
    orderType: swap ? 'Market' : null,
  };
}

const categories: Record<WithdrawalStatus, string> = {
  PendingApproval: 'Pending',
  Processing: 'Pending',
  Completed: 'Completed',
  Rejected: 'Failed',
  Failed: 'Failed',
  Cancelled: 'Failed',
};

export function walletView(world: World, { id, name, accounts }: Wallet) {
  const inUsd = (account: WalletAccount) => multiply(balanceText(account), account.asset.usdRate, fiat_decimals);
  const balanceUSD = sum(accounts.map(inUsd), fiat_decimals);
  return {
    id,
    name,
    balanceUSD,
    balanceEUR: multiply(balanceUSD, world.organization.eurPerUsd, fiat_decimals),
    isArchived: false,
    walletCryptoAccounts: accounts.map((account) => ({
      name: `${account.asset.name} (${account.blockchain.name})`,
      balance: balanceText(account),
      financialAsset: account.asset,
      blockchain: account.blockchain,
    })),
  };
}

export function userView(world: World, user: User) {
  const { id, firstName, lastName, role } = user;
  const roles = [shownRole(role)];
  return { id, firstName, lastName, fullName: fullName(user), roles, organizations: () => [organizationView(world)] };
}

export function organizationView(world: World) {
  const { id, name } = world.organization;
  return {
    id,
    name,
    isIndividual: false,
    timezone: 'UTC',
    agents: () => [...world.users.values()].map((user) => userView(world, user)),
    wallets: () => [...world.wallets.values()].map((wallet) => walletView(world, wallet)),
  };
}

function balanceText({ balance, asset }: WalletAccount): string {
  return fromMinor(balance, asset.precision);
}

function shownRole(role: Role): string {
  return role.replace('api-', '');
}
