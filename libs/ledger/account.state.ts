import type { Map as ImmutableMap, Set as ImmutableSet } from 'immutable';
import type { Money } from '../money/money.js';
import type { AccountName } from './account-name.js';

export interface Hold {
  readonly amount: Money;
  readonly status: 'held' | 'captured' | 'released';
}

/** One transaction that brings money in. */
export interface Incoming {
  readonly amount: Money;
  readonly status: 'incoming' | 'available' | 'cancelled';
  readonly cancelledTo?: AccountName | undefined;
  /** Owed for it since it was held back, and by which account. */
  readonly owed?: { readonly amount: Money; readonly by: AccountName };
}

/** What was taken without a hold; its reversal gives back what was there, and what was owed is owed no longer. */
export interface Debit {
  readonly shortfall?: Money | undefined;
}

/** The money of one wallet in one asset. */
export interface Account {
  readonly walletId: string;
  readonly available: Money;
  readonly reserved: Money;
  readonly incoming: Money;
  /** Closed holds stay known: a late repeat must not hold the money again. */
  readonly holds: ImmutableMap<string, Hold>;
  readonly credits: ImmutableSet<string>;
  readonly debits: ImmutableMap<string, Debit>;
  readonly incomings: ImmutableMap<string, Incoming>;
}
