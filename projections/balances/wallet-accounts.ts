export const walletParts = ['available', 'reserved', 'incoming'] as const;

/** The accounts in which a wallet's money stands. */
export function walletAccounts(walletId: string): readonly string[] {
  return walletParts.map((part) => `wallet:${walletId}:${part}`);
}
