import type { ProviderTransaction } from '../inabit/inabit-reader.js';
import { parseAmount } from '../money/amount-text.js';
import type { PulledSwap } from './swap-check.js';

/** By what the pull shows alone: its type or, where that is missing, that something else comes out. */
export function isSwap({ transactionType, swapAssetToCode }: ProviderTransaction): boolean {
  return transactionType === undefined ? swapAssetToCode !== undefined : transactionType.toLowerCase() === 'swap';
}

/** The gate's view of a pulled swap; undefined when its asset or amount is none that this ledger knows. */
export function pulledSwap(transaction: ProviderTransaction): PulledSwap | undefined {
  const { asset, amount: text, initiatorId, walletId, swapAssetToCode: toToken, createdAt, note } = transaction;
  const amount = asset && parseAmount(text, asset);
  if (!amount?.ok) return undefined;
  return { initiatorId, providerWalletId: walletId, amount: amount.money, toToken, createdAt, note: note ?? '' };
}
