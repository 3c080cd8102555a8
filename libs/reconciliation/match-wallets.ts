import { parseNumberLiteral } from '../money/amount-text.js';
import type { Finding } from './items.js';
import type { KnownWallet, ReportedWallet } from './sides.js';

/** Wallets that one side does not know: ours that the provider does not list, and others of its with money in them. */
export function matchWallets(ours: readonly KnownWallet[], theirs: readonly ReportedWallet[], now: Date): Finding[] {
  const listed = new Set(theirs.map(({ providerWalletId }) => providerWalletId));
  const registered = new Set(ours.map(({ providerWalletId }) => providerWalletId));
  const gone = ours.filter(({ providerWalletId }) => !listed.has(providerWalletId));
  const foreign = theirs.filter((wallet) => !registered.has(wallet.providerWalletId) && contents(wallet).length > 0);
  return [
    ...gone.map(
      ({ walletId, providerWalletId }): Finding => ({
        kind: 'unknown-wallet',
        severity: 'critical',
        subject: { walletId },
        expected: providerWalletId,
        actual: 'not listed by the provider',
        since: now,
      }),
    ),
    ...foreign.map(
      (wallet): Finding => ({
        kind: 'unknown-wallet',
        severity: 'medium',
        subject: { providerId: wallet.providerWalletId },
        expected: 'no such wallet',
        actual: `${wallet.name}, holding ${contents(wallet).join(', ')}`,
        since: now,
      }),
    ),
  ];
}

/** Which assets, not how much: the balance goes on moving and the difference stays the same. */
function contents({ balances }: ReportedWallet): string[] {
  return balances
    .filter(({ asset, balance }) => {
      const parsed = parseNumberLiteral(balance, asset);
      return !parsed.ok || parsed.money.minor !== 0n;
    })
    .map(({ asset: { token, chain } }) => `${token}@${chain}`);
}
