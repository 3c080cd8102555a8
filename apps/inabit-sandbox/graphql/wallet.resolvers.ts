import { BusinessError } from '#apps/inabit-sandbox/world/business-error.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { walletView } from './views.js';

interface Where<Filter> {
  readonly where?: (Filter & { readonly id?: string | null }) | null;
}

type ByOrganization = Where<{ readonly organization?: { readonly id?: string | null } | null }>;
type ByCode = Where<{
  readonly code?: { readonly equals?: string | null; readonly in?: readonly string[] | null } | null;
}>;

interface NewWallet {
  readonly data: {
    readonly name: string;
    readonly organizationId?: string | null;
    readonly organization?: { readonly id: string } | null;
  };
}

export function walletResolvers(store: WorldStore) {
  const { world } = store;
  return {
    wallets: ({ where }: ByOrganization) => {
      const organization = where?.organization?.id ?? world.organization.id;
      const wallets = organization === world.organization.id ? [...world.wallets.values()] : [];
      return wallets.filter(({ id }) => id === (where?.id ?? id)).map((wallet) => walletView(world, wallet));
    },
    financialAssets: (filter: ByCode) => [...world.assets.values()].filter(matching(filter)),
    blockchains: (filter: ByCode) => [...world.blockchains.values()].filter(matching(filter)),

    createWalletWithInabit: ({ data }: NewWallet) => {
      const organization = data.organizationId ?? data.organization?.id;
      if (organization !== world.organization.id)
        throw new BusinessError(`No organization was found. (organization: ${organization ?? ''})`);
      const walletId = world.random.cuid('created wallet', world.counters.wallets);
      store.record({ type: 'WalletCreated', walletId, name: data.name });
      const wallet = world.wallets.get(walletId);
      return wallet && walletView(world, wallet);
    },
  };
}

function matching({ where }: ByCode) {
  const { equals, in: listed } = where?.code ?? {};
  return ({ id, code }: { readonly id: string; readonly code: string }) =>
    id === (where?.id ?? id) && code === (equals ?? code) && (listed ?? [code]).includes(code);
}
