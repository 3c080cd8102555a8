import type { Identity } from '#apps/inabit-sandbox/tokens/tokens.js';
import type { Role } from '#apps/inabit-sandbox/world/seed.js';
import type { Settings } from '#apps/inabit-sandbox/world/settings.js';
import { forbidden, unauthenticated } from './errors.js';

const loginTokenFields = new Set(['getApiUserAccessToken', 'refreshApiUserLoginToken']);
const adminFields = new Set([
  'createWithdrawal',
  'updateTransaction',
  'createInabitWalletSwap',
  'createWalletWithInabit',
  'createApiWalletAddress',
  'addCoinAddress',
  'createContactCryptoAccount',
  'createSubscription',
  'deleteSubscription',
  'subscriptions',
]);
const admins: ReadonlySet<Role> = new Set<Role>(['api-admin']);

/**
 * Tokens are bought with a login token, everything else is asked with an access token, and only an API Admin may
 * change anything or see the webhook's secret.
 * @throws RefusedError
 */
export function checkAccess(
  fields: readonly string[],
  identity: Identity | undefined,
  settings: Settings,
): asserts identity is Identity {
  for (const field of fields) {
    const needed = loginTokenFields.has(field) ? 'login' : 'access';
    if (identity?.kind !== needed) throw unauthenticated(settings, field);
    if (adminFields.has(field) && !admins.has(identity.user.role)) throw forbidden(field);
  }
  if (!identity) throw unauthenticated(settings, '');
}
