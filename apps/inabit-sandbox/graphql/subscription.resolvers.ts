import { BusinessError } from '#apps/inabit-sandbox/world/business-error.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import type { ById } from './call-context.js';

interface NewSubscription {
  readonly data: { readonly organization: { readonly id: string }; readonly url: string };
}

interface ByOrganization {
  readonly where?: {
    readonly id?: string | null;
    readonly organization?: { readonly id?: string | null } | null;
  } | null;
}

/** The webhook subscription: one for an organisation. */
export function subscriptionResolvers(store: WorldStore) {
  const { world } = store;
  const { organization } = world;
  return {
    subscriptions: ({ where }: ByOrganization) => {
      const all = (where?.organization?.id ?? organization.id) === organization.id ? world.subscription : undefined;
      return all && all.id === (where?.id ?? all.id) ? [all] : [];
    },

    createSubscription: ({ data }: NewSubscription) => {
      if (data.organization.id !== organization.id)
        throw new BusinessError(`No organization was found. (organization: ${data.organization.id})`);
      if (world.subscription)
        throw new BusinessError(
          `There's already an active subscription for this organization. (organization: ${organization.id})`,
        );
      const { random, counters } = world;
      const subscriptionId = random.cuid('subscription', counters.subscriptions);
      const token = `sub_${random.uuid('subscription token', counters.subscriptions)}`;
      store.record({ type: 'SubscriptionCreated', subscriptionId, url: data.url, token });
      return world.subscription;
    },

    deleteSubscription: ({ where }: ById) => {
      const { subscription } = world;
      if (subscription?.id !== where.id)
        throw new BusinessError(`No resource was found for ${JSON.stringify({ id: where.id })}`);
      store.record({ type: 'SubscriptionDeleted' });
      return subscription;
    },
  };
}
