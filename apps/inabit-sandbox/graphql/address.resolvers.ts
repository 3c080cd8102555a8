import { BusinessError } from '#apps/inabit-sandbox/world/business-error.js';
import { accountOf } from '#apps/inabit-sandbox/world/lookups.js';
import type { Wallet, WalletAccount } from '#apps/inabit-sandbox/world/wallet.js';
import type { AssetRef, World } from '#apps/inabit-sandbox/world/world.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';

/** The documentation's table and its example disagree about the name of the asset's id. */
interface ByCoin {
  readonly where: {
    readonly walletId: string;
    readonly assetId?: string | null;
    readonly financialAssetId?: string | null;
    readonly blockchainId: string;
  };
}

interface NewApiWallet {
  readonly data: { readonly blockchainId: string; readonly financialAssetId: string; readonly organizationId: string };
}

interface NewContactAccount {
  readonly data: {
    readonly address: string;
    readonly contactName: string;
    readonly name: string;
    readonly organizationId?: string | null;
  };
}

export function addressResolvers(store: WorldStore) {
  const { world } = store;
  return {
    getOrCreateDepositAddress: ({ where }: ByCoin) => {
      const account = accountFor(walletWith(world, where.walletId), coinOf(where));
      if (!account) throw new BusinessError('The wallet has no address for this asset on this blockchain.');
      return { address: account.address };
    },

    addCoinAddress: ({ where }: ByCoin) => {
      const wallet = walletWith(world, where.walletId);
      const coin = knownCoin(world, coinOf(where));
      if (!accountFor(wallet, coin)) store.record({ type: 'CoinAdded', walletId: wallet.id, ...coin });
      return accountFor(wallet, coin);
    },

    createApiWalletAddress: ({ data }: NewApiWallet) => {
      checkOrganization(world, data.organizationId);
      const only = knownCoin(world, { assetId: data.financialAssetId, blockchainId: data.blockchainId });
      const walletId = world.random.cuid('created wallet', world.counters.wallets);
      const name = `API wallet ${world.counters.wallets + 1}`;
      store.record({ type: 'WalletCreated', walletId, name, only });
      return { walletId, address: accountFor(walletWith(world, walletId), only)?.address };
    },

    /** Saves an address to the whitelist. A contact that does not exist comes into being with it. */
    createContactCryptoAccount: ({ data }: NewContactAccount) => {
      checkOrganization(world, data.organizationId ?? world.organization.id);
      const { random, counters } = world;
      const { address, name, contactName } = data;
      const contact = { id: random.cuid(`contact ${contactName}`), name: contactName };
      const entry = { id: random.cuid('whitelisted', counters.whitelisted), address, name, contact };
      store.record({ type: 'AddressWhitelisted', entry });
      return entry;
    },
  };
}

function coinOf({ assetId, financialAssetId, blockchainId }: ByCoin['where']): AssetRef {
  return { assetId: assetId ?? financialAssetId ?? '', blockchainId };
}

function accountFor(wallet: Wallet, { assetId, blockchainId }: AssetRef): WalletAccount | undefined {
  return accountOf(wallet, assetId, blockchainId);
}

function knownCoin({ wallets }: World, coin: AssetRef): AssetRef {
  if ([...wallets.values()].some((wallet) => accountFor(wallet, coin))) return coin;
  throw new BusinessError('This asset is not supported on this blockchain.');
}

function walletWith({ wallets }: World, id: string): Wallet {
  const wallet = wallets.get(id);
  if (!wallet) throw new BusinessError(`No wallet was found. (wallet: ${id})`);
  return wallet;
}

function checkOrganization({ organization }: World, id: string): void {
  if (id !== organization.id) throw new BusinessError(`No organization was found. (organization: ${id})`);
}
