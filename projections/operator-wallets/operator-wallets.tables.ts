import { amount, flag, instant, nullable, sum, text, textOf } from '#libs/read-store/column.types.js';
import { defineTable } from '#libs/read-store/table.definition.js';
import type { WalletRole } from '#libs/wallets/wallet.events.js';

/** The wallets that the ledger knows, and whose they are. */
export const operatorWallet = defineTable({
  name: 'operator_wallet',
  columns: {
    wallet_id: text,
    operator_id: text,
    provider_wallet_id: text,
    name: text,
    role: textOf<WalletRole>(),
    registered_at: instant,
  },
  key: ['wallet_id'],
  indexes: [{ on: ['operator_id', 'registered_at', 'wallet_id'] }, { on: ['registered_at', 'wallet_id'] }],
});

/** Wallets that the provider is asked for. */
export const walletOpening = defineTable({
  name: 'wallet_opening',
  columns: {
    wallet_id: text,
    /** Not registered yet, and not refused: the worker carries it on. */
    open: flag,
    updated_at: instant,
  },
  key: ['wallet_id'],
  indexes: [{ on: ['wallet_id'], where: 'open' }],
});

/** Each chain's address of a wallet: the latest that was recorded. */
export const operatorWalletAddress = defineTable({
  name: 'operator_wallet_address',
  columns: { wallet_id: text, chain: text, address: text },
  key: ['wallet_id', 'chain'],
});

/** What stands in a wallet by asset: by our postings, and what the provider last said, to compare with. */
export const operatorWalletBalance = defineTable({
  name: 'operator_wallet_balance',
  columns: {
    wallet_id: text,
    asset: text,
    available_minor: sum,
    reserved_minor: sum,
    incoming_minor: sum,
    suspended_minor: sum,
    provider_minor: nullable(amount),
    provider_observed_at: nullable(instant),
  },
  key: ['wallet_id', 'asset'],
});
