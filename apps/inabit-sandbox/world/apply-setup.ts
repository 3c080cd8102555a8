import { toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import { createWorld, nothingHappened, walletAddress } from './create-world.js';
import { accountOf } from './lookups.js';
import type { Recorded, SetupRecord } from './records.js';
import type { Wallet, WalletAccount } from './wallet.js';
import type { World } from './world.js';

export function applySetupRecord(world: World, record: Recorded<SetupRecord>): void {
  switch (record.type) {
    case 'WorldSeeded':
      return; // Read before the world exists.
    case 'WorldReset':
      return reset(world);
    case 'SettingsChanged':
      return void Object.assign(world.settings, record.settings);
    case 'LoginTokenIssued':
      world.counters.loginTokens += 1;
      return void world.loginTokens.push({ ...record, revoked: false });
    case 'LoginTokenRevoked':
      return revoke(world, record.token);
    case 'AccessTokensExpired':
      world.tokenEpoch += 1;
      return;
    case 'WalletCreated':
      return addWallet(world, record);
    case 'CoinAdded':
      return addCoin(world, record);
    case 'AddressWhitelisted':
      world.counters.whitelisted += 1;
      return void world.whitelist.push(record.entry);
    case 'BalanceSet':
      return setBalance(world, record);
  }
}

/** Settings, tokens and counters stay: clients go on working, and ids are not used again. */
function reset(world: World): void {
  const { settings, loginTokens, counters, tokenEpoch } = world;
  const fresh = createWorld(world.seed);
  Object.assign(world, fresh, nothingHappened(), { settings, loginTokens, counters, tokenEpoch });
}

function revoke({ loginTokens }: World, token: string): void {
  for (const each of loginTokens) if (each.token === token) each.revoked = true;
}

/** A new wallet can hold what any seeded wallet can (an API wallet one asset only), and starts empty. */
function addWallet(world: World, { walletId: id, name, only }: Extract<SetupRecord, { type: 'WalletCreated' }>): void {
  world.counters.wallets += 1;
  const wallet: Wallet = { id, name, accounts: [] };
  for (const { asset, blockchain } of knownAccounts(world))
    if (!only || (asset.id === only.assetId && blockchain.id === only.blockchainId))
      wallet.accounts.push(emptyAccount(world, id, { asset, blockchain }));
  world.wallets.set(id, wallet);
}

function knownAccounts({ wallets }: World): Iterable<WalletAccount> {
  const known = [...wallets.values()].flatMap(({ accounts }) => accounts);
  return new Map(known.map((account) => [`${account.asset.id} ${account.blockchain.id}`, account])).values();
}

function addCoin(world: World, record: Extract<SetupRecord, { type: 'CoinAdded' }>): void {
  const [wallet, asset] = [world.wallets.get(record.walletId), world.assets.get(record.assetId)];
  const blockchain = world.blockchains.get(record.blockchainId);
  if (wallet && asset && blockchain) wallet.accounts.push(emptyAccount(world, wallet.id, { asset, blockchain }));
}

function emptyAccount(
  world: World,
  walletId: string,
  kind: Pick<WalletAccount, 'asset' | 'blockchain'>,
): WalletAccount {
  return { ...kind, address: walletAddress(walletId, kind.blockchain, world.random), balance: 0n };
}

function setBalance(world: World, record: Extract<SetupRecord, { type: 'BalanceSet' }>): void {
  const wallet = world.wallets.get(record.walletId);
  const account = wallet && accountOf(wallet, record.assetId, record.blockchainId);
  const balance = account && toMinor(record.balance, account.asset.precision);
  if (account && balance !== undefined) account.balance = balance;
}
