import { toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import { createWorld, nothingHappened, walletAddress } from './create-world.js';
import { accountOf } from './lookups.js';
import type { Recorded, SetupRecord } from './records.js';
import type { Wallet, World } from './world.js';

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
      return addWallet(world, record.walletId, record.name);
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

/** A new wallet can hold what any seeded wallet can, and starts empty. */
function addWallet(world: World, id: string, name: string): void {
  world.counters.wallets += 1;
  const known = [...world.wallets.values()].flatMap(({ accounts }) => accounts);
  const kinds = new Map(known.map((account) => [`${account.asset.id} ${account.blockchain.id}`, account]));
  const accounts = [...kinds.values()].map(({ asset, blockchain }) => ({
    asset,
    blockchain,
    address: walletAddress(id, blockchain, world.random),
    balance: 0n,
  }));
  const wallet: Wallet = { id, name, accounts };
  world.wallets.set(id, wallet);
}

function setBalance(world: World, record: Extract<SetupRecord, { type: 'BalanceSet' }>): void {
  const wallet = world.wallets.get(record.walletId);
  const account = wallet && accountOf(wallet, record.assetId, record.blockchainId);
  const balance = account && toMinor(record.balance, account.asset.precision);
  if (account && balance !== undefined) account.balance = balance;
}
