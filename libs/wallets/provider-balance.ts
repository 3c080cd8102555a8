import type { ProviderBalanceObserved } from './provider-balance.events.js';

/** Whether what is seen is news. A wallet lists many assets that it never held: their zeros are none. */
export function isNews(seen: ProviderBalanceObserved, last: ProviderBalanceObserved | undefined): boolean {
  return seen.balance.minor !== (last?.balance.minor ?? 0n);
}
