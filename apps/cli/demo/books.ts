import { setTimeout as delay } from 'node:timers/promises';
import { assetByCodes } from '#libs/inabit/provider-codes.js';
import { parseAmount } from '#libs/money/amount-text.js';
import { assetId } from '#libs/money/asset.js';
import type { Database } from '#libs/read-store/database.js';
import { listAccounts, type AccountBalanceRow } from '#projections/balances/balances.queries.js';
import type { WalletToRegister } from '#libs/wallets/register-wallet.job.js';
import type { SandboxClient, SandboxWallet } from './sandbox-client.js';

const settleMsMax = 10_000;

/** One wallet's money in one asset, in minor units: by our books and by the provider's own. */
export interface ComparedBalance {
  readonly walletId: string;
  readonly asset: string;
  readonly ours: bigint;
  readonly providers: bigint;
}

export interface Books {
  readonly accounts: readonly AccountBalanceRow[];
  readonly compared: readonly ComparedBalance[];
}

/** Our books next to the provider's, once the read models have caught up with the log. */
export async function readBooks(
  database: Database,
  sandbox: SandboxClient,
  wallets: readonly WalletToRegister[],
): Promise<Books> {
  const deadline = Date.now() + settleMsMax;
  for (;;) {
    const accounts = await listAccounts(database);
    const compared = compare(accounts, await sandbox.wallets(), wallets);
    if (differences(compared).length === 0 || Date.now() > deadline) return { accounts, compared };
    await delay(250);
  }
}

export function differences(compared: readonly ComparedBalance[]): readonly ComparedBalance[] {
  return compared.filter(({ ours, providers }) => ours !== providers);
}

function compare(
  accounts: readonly AccountBalanceRow[],
  providers: readonly SandboxWallet[],
  wallets: readonly WalletToRegister[],
): readonly ComparedBalance[] {
  return wallets.flatMap(({ walletId, providerWalletId }) => {
    const atProvider = providers.find(({ id }) => id === providerWalletId)?.accounts ?? [];
    return atProvider.map(({ asset: token, blockchain, balance }) => {
      const asset = assetByCodes('platform', token, blockchain);
      if (!asset) throw new Error(`${token} on ${blockchain} is not known`);
      const parsed = parseAmount(balance, asset);
      if (!parsed.ok) throw new Error(`The provider's balance ${balance} is not usable`);
      const ours = sumOf(accounts, assetId(asset), [`wallet:${walletId}:available`, `wallet:${walletId}:reserved`]);
      return { walletId, asset: assetId(asset), ours, providers: parsed.money.minor };
    });
  });
}

function sumOf(accounts: readonly AccountBalanceRow[], asset: string, names: readonly string[]): bigint {
  return accounts
    .filter((row) => row.asset === asset && names.includes(row.account))
    .reduce((sum, { balanceMinor }) => sum + BigInt(balanceMinor), 0n);
}
