import { toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import { addressOf } from './addresses.js';
import { createTerminal } from './create-terminal.js';
import { SeededRandom } from './random.js';
import type { WorldSeed } from './seed.js';
import { defaultSettings } from './settings.js';
import type { Blockchain, FinancialAsset, Wallet, WalletAccount } from './wallet.js';
import type { Counters, User, World } from './world.js';

/** @throws Error when a seed names an asset or blockchain that it does not define. */
export function createWorld(seed: WorldSeed): World {
  const random = new SeededRandom(seed.seed);
  const catalogue = catalogueOf(seed, random);
  const wallets = byId(seed.wallets.map((wallet) => walletOf(wallet, catalogue, random)));
  return {
    seed,
    random,
    ...catalogue,
    organization: organizationOf(seed, random),
    users: usersOf(seed, random),
    wallets,
    terminal: createTerminal(seed, wallets.values(), random),
    settings: { ...defaultSettings },
    counters: startingCounters(),
    loginTokens: [],
    tokenEpoch: 0,
    ...nothingHappened(),
  };
}

/** What a reset empties. */
export function nothingHappened() {
  return {
    withdrawals: new Map(),
    lateRequests: new Map(),
    broadcasts: [],
    scenarios: [],
    deliveries: new Map(),
    whitelist: [],
    subscription: undefined,
    faults: undefined,
  };
}

type Catalogue = Pick<World, 'assets' | 'blockchains'>;

function catalogueOf(seed: WorldSeed, random: SeededRandom): Catalogue {
  const blockchain = ({ id, ...rest }: WorldSeed['blockchains'][number]): Blockchain => ({
    id: id ?? random.cuid(`blockchain ${rest.code}`),
    ...rest,
  });
  const asset = ({ id, ...rest }: WorldSeed['assets'][number]): FinancialAsset => ({
    id: id ?? random.cuid(`asset ${rest.code}`),
    ...rest,
  });
  return { blockchains: byId(seed.blockchains.map(blockchain)), assets: byId(seed.assets.map(asset)) };
}

function organizationOf({ organization: { id, ...rest } }: WorldSeed, random: SeededRandom): World['organization'] {
  return { id: id ?? random.cuid('organization'), policyRuleId: random.cuid('policy rule'), ...rest };
}

function usersOf({ users }: WorldSeed, random: SeededRandom): Map<string, User> {
  const user = ({ id, ...rest }: WorldSeed['users'][number]): User => ({
    id: id ?? random.cuid(`user ${rest.role} ${rest.firstName} ${rest.lastName}`),
    ...rest,
  });
  return byId(users.map(user));
}

function walletOf(seed: WorldSeed['wallets'][number], catalogue: Catalogue, random: SeededRandom): Wallet {
  const id = seed.id ?? random.cuid(`wallet ${seed.name}`);
  const account = (each: (typeof seed.accounts)[number]): WalletAccount => {
    const asset = withCode(catalogue.assets, each.asset);
    const blockchain = withCode(catalogue.blockchains, each.blockchain);
    const balance = toMinor(each.balance, asset.precision);
    if (balance === undefined) throw new Error(`${seed.name}: ${each.balance} ${asset.code} has too many decimals`);
    return { asset, blockchain, address: each.address ?? walletAddress(id, blockchain, random), balance };
  };
  return { id, name: seed.name, accounts: seed.accounts.map(account) };
}

/** A wallet has one address on each blockchain, for all assets there. */
export function walletAddress(walletId: string, { code, addressKind }: Blockchain, random: SeededRandom): string {
  return addressOf(addressKind, random.bytes(`address ${walletId} ${code}`));
}

function withCode<Item extends { readonly code: string }>(items: ReadonlyMap<string, Item>, code: string): Item {
  const found = [...items.values()].find((item) => item.code === code);
  if (!found) throw new Error(`the seed does not define ${code}`);
  return found;
}

function byId<Item extends { readonly id: string }>(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

function startingCounters(): Counters {
  return {
    withdrawals: 0,
    lateRequests: 0,
    wallets: 0,
    subscriptions: 0,
    deliveries: 0,
    whitelisted: 0,
    customers: 0,
    addressTokens: 0,
    purchases: 0,
    deposits: 0,
    webhookFaults: 0,
    scenarios: 0,
    loginTokens: 0,
    faultDraws: 0,
  };
}
