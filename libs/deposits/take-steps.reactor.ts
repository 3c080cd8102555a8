import type { AccountCommand, AccountRejection } from '../ledger/account.commands.js';
import type { AccountKey, Accounts, Cause } from '../ledger/accounts.js';
import { isPositive, type Money } from '../money/money.js';

export type Taken =
  | { readonly outcome: 'taken'; readonly shortfall?: Money }
  | { readonly outcome: 'refused'; readonly code: AccountRejection['code'] };

/** One step after the other, and none after one that is refused. */
export async function takeSteps(
  accounts: Accounts,
  key: AccountKey,
  steps: readonly AccountCommand[],
  cause: Cause,
): Promise<Taken> {
  let shortfall: Money | undefined;
  for (const step of steps) {
    const executed = await accounts.execute(key, step, cause);
    if (executed.outcome === 'rejected') return { outcome: 'refused', code: executed.rejection.code };
    for (const { data } of executed.events)
      if ('shortfall' in data && data.shortfall && isPositive(data.shortfall)) shortfall = data.shortfall;
  }
  return { outcome: 'taken', ...(shortfall && { shortfall }) };
}
