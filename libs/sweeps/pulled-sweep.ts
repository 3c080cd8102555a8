import type { ProviderTransaction } from '../inabit/inabit-reader.js';
import { parseAmount } from '../money/amount-text.js';
import type { PulledSweep } from './sweep-check.js';

/** By what the pull shows alone. */
export function isSweep({ transactionType }: Pick<ProviderTransaction, 'transactionType'>): boolean {
  return transactionType?.toLowerCase() === 'sweep';
}

/** Of several wallets a pull names one. Undefined when its asset or amount is none that this ledger knows. */
export function pulledSweep(transaction: ProviderTransaction): PulledSweep | undefined {
  const { asset, amount: text, destination, walletId } = transaction;
  const amount = asset && parseAmount(text, asset);
  return amount?.ok ? { amount: amount.money, destination, providerWalletIds: [walletId] } : undefined;
}
