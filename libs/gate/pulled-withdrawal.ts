import type { ProviderTransaction } from '../inabit/inabit-reader.js';
import { parseAmount } from '../money/amount-text.js';
import type { PulledWithdrawal } from './withdrawal-check.js';

/** The gate's view of a pulled transaction; undefined when its asset or amount is none that this ledger knows. */
export function pulledWithdrawal(transaction: ProviderTransaction): PulledWithdrawal | undefined {
  const { asset, amount: text, transactionType, initiatorId, walletId, destination, createdAt, note } = transaction;
  const amount = asset && parseAmount(text, asset);
  if (!amount?.ok) return undefined;
  return {
    transactionType,
    initiatorId,
    providerWalletId: walletId,
    amount: amount.money,
    destination,
    createdAt,
    note: note ?? '',
  };
}
