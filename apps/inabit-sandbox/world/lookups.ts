import { fromMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import type { Role } from './seed.js';
import type { FinancialAsset, Wallet, WalletAccount } from './wallet.js';
import type { LoginToken, User, Withdrawal, World } from './world.js';

/** @throws Error when there is none. */
export function userWithRole({ users }: World, role: Role): User {
  const found = [...users.values()].find((user) => user.role === role);
  if (!found) throw new Error(`the seed has no user with the role ${role}`);
  return found;
}

export function accountOf(wallet: Wallet, assetId: string, blockchainId: string): WalletAccount | undefined {
  return wallet.accounts.find(({ asset, blockchain }) => asset.id === assetId && blockchain.id === blockchainId);
}

/** The account that pays the network fee of a withdrawal; undefined when the wallet holds no native coin there. */
export function feeAccountOf({ gasWallet, account }: Withdrawal): WalletAccount | undefined {
  const { id, nativeAsset } = account.blockchain;
  return gasWallet.accounts.find(({ asset, blockchain }) => blockchain.id === id && asset.code === nativeAsset);
}

/** What a fee is counted in. */
export function nativeAssetOf(world: World, { account }: Withdrawal): FinancialAsset | undefined {
  return [...world.assets.values()].find(({ code }) => code === account.blockchain.nativeAsset);
}

export function feeText(world: World, withdrawal: Withdrawal): string | undefined {
  const native = nativeAssetOf(world, withdrawal);
  return withdrawal.fee === undefined || !native ? undefined : fromMinor(withdrawal.fee, native.precision);
}

/** What a broadcast will cost. */
export function plannedFee({ settings }: World, { account, behaviour }: Withdrawal): string {
  return behaviour.networkFee ?? settings.networkFees[account.blockchain.code] ?? '0';
}

export function swapText({ swap }: Withdrawal): string | undefined {
  return swap?.amount === undefined ? undefined : fromMinor(swap.amount, swap.account.asset.precision);
}

export function transactionTypeOf({ swap, request }: Withdrawal): 'Withdrawal' | 'Swap' | 'Sweep' {
  if (request.sweep) return 'Sweep';
  return swap ? 'Swap' : 'Withdrawal';
}

export function amountText({ amount, account }: Withdrawal): string {
  return fromMinor(amount, account.asset.precision);
}

export function fullName({ firstName, lastName }: User): string {
  return `${firstName} ${lastName}`;
}

export function hasEnded({ status }: Withdrawal): boolean {
  return status !== 'PendingApproval' && status !== 'Processing';
}

/** The oldest login token of a user that still works, so that a restart hands out the same one. */
export function workingLoginToken({ loginTokens }: World, userId: string, now: number): LoginToken | undefined {
  return loginTokens.find((token) => token.userId === userId && !token.revoked && token.expiresAt > now);
}
