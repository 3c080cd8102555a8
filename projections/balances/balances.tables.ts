import {
  amount,
  bigInteger,
  instant,
  integer,
  nullable,
  sum,
  text,
  textOf,
  uuid,
} from '#libs/read-store/column.types.js';
import { defineTable } from '#libs/read-store/table.definition.js';
import type { WalletRole } from '#libs/wallets/wallet.events.js';

/** What stands in each account, by asset. The sum over all accounts of an asset is zero (INV-L3). */
export const accountBalance = defineTable({
  name: 'account_balance',
  columns: {
    account: text,
    asset: text,
    /** For `wallet:<id>:<part>` accounts: the wallet and which part of its money. */
    wallet_id: nullable(text),
    part: nullable(text),
    balance_minor: sum,
  },
  key: ['account', 'asset'],
  indexes: [{ on: ['wallet_id'], where: 'wallet_id is not null' }],
});

/** One side of one posting: what it did to one account. The key is in the order of an account's statement. */
export const balanceEntry = defineTable({
  name: 'balance_entry',
  columns: {
    account: text,
    asset: text,
    commit_position: bigInteger,
    /** Of the posting within its event. */
    posting_index: integer,
    /** Negative when money left the account. */
    amount_minor: amount,
    counter_account: text,
    event: text,
    stream: text,
    revision: bigInteger,
    event_id: uuid,
    recorded_at: instant,
    /** When it took effect: as recorded, unless the event says otherwise. */
    effective_at: instant,
    /** What the money moved for: the id of the payout, transfer, deposit, … */
    cause: text,
  },
  key: ['account', 'asset', 'commit_position', 'posting_index'],
  indexes: [
    { on: ['cause'] },
    { on: ['commit_position'] },
    { on: ['recorded_at', 'commit_position'] },
    // Back-dated or dated ahead: few, and the only ones in which effective and recorded balances differ.
    { on: ['effective_at'], where: 'effective_at <> recorded_at' },
  ],
});

/**
 * What the entries of one stretch of the log changed, so that a balance at any position is the sum of some stretches and
 * of the few entries after them.
 */
export const balanceStretch = defineTable({
  name: 'balance_stretch',
  columns: {
    account: text,
    asset: text,
    /** Its positions, without their `stretchBits` low bits. */
    stretch: bigInteger,
    change_minor: sum,
  },
  key: ['account', 'asset', 'stretch'],
});

/** Positions of one stretch differ in this many low bits only: 4 MiB of the embedded log. */
export const stretchBits = 22n;

/** The wallets that the ledger knows. */
export const wallet = defineTable({
  name: 'wallet',
  columns: {
    wallet_id: text,
    operator_id: text,
    provider_wallet_id: text,
    name: text,
    role: textOf<WalletRole>(),
    registered_at: instant,
  },
  key: ['wallet_id'],
  indexes: [{ on: ['operator_id'] }],
});
