import type { Tokens } from '#apps/inabit-sandbox/tokens/tokens.js';
import { userWithRole } from '#apps/inabit-sandbox/world/lookups.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import type { Withdrawals } from '#apps/inabit-sandbox/withdrawals/withdrawals.js';
import { addressResolvers } from './address.resolvers.js';
import type { ById, CallContext } from './call-context.js';
import { subscriptionResolvers } from './subscription.resolvers.js';
import { swapResolvers } from './swap.resolvers.js';
import { organizationView, userView } from './views.js';
import { walletResolvers } from './wallet.resolvers.js';
import { withdrawalResolvers } from './withdrawal.resolvers.js';

/** The root object: the executor calls its functions with the arguments and the context. */
export function rootResolvers(store: WorldStore, tokens: Tokens, withdrawals: Withdrawals) {
  return {
    ...tokenResolvers(tokens),
    ...organizationResolvers(store),
    ...walletResolvers(store),
    ...withdrawalResolvers(store, withdrawals),
    ...swapResolvers(store, withdrawals),
    ...addressResolvers(store),
    ...subscriptionResolvers(store),
  };
}

function tokenResolvers(tokens: Tokens) {
  return {
    getApiUserAccessToken: (_: unknown, { identity }: CallContext) => tokens.accessToken(identity.user),
    refreshApiUserLoginToken: (_: unknown, { identity }: CallContext) => tokens.refreshLoginToken(identity),
  };
}

function organizationResolvers({ world }: WorldStore) {
  return {
    apiSigner: () => {
      const { id } = userWithRole(world, 'api-signer');
      const { pairingStatus } = world.settings;
      return { id, pairingStatus, signatureKey: pairingStatus === 'Paired' ? world.random.hex('signature key') : null };
    },
    user: ({ where }: ById) => {
      const user = world.users.get(where.id);
      return user && userView(world, user);
    },
    organization: ({ where }: ById) => (where.id === world.organization.id ? organizationView(world) : null),
  };
}
