import type { AccountCommand, AccountRejection } from '../ledger/account.commands.js';
import type { AccountKey, Accounts, Cause } from '../ledger/accounts.js';
import type { Money } from '../money/money.js';

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
    // By the account itself and not by what this run did: a crash may have come before anybody was called.
    if (step.type === 'HoldBackIncoming') shortfall = executed.state.incomings.get(step.data.incomingId)?.owed?.amount;
    if (step.type === 'Debit') shortfall = executed.state.debits.get(step.data.reference)?.shortfall;
  }
  return { outcome: 'taken', ...(shortfall && { shortfall }) };
}
