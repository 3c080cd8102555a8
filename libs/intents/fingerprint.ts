import { createHash } from 'node:crypto';
import { assetId } from '../money/asset.js';
import type { Money } from '../money/money.js';

/** The part of an intent that nobody can edit at the provider. */
export interface IntentTuple {
  readonly providerWalletId: string;
  readonly amount: Money;
  readonly destination: string;
}

/** The same of a swap; the provider names what comes out without its chain. */
export interface SwapTuple {
  readonly providerWalletId: string;
  readonly amount: Money;
  readonly toToken: string;
}

/** The same of a sweep, which may have several sources. */
export interface SweepTuple {
  readonly providerWalletIds: readonly string[];
  readonly amount: Money;
  readonly destination: string | undefined;
}

/** What a transaction does, as one short text: the same for the same wallet, asset, destination and amount. */
export function fingerprintOf({ providerWalletId, amount, destination }: IntentTuple): string {
  const address =
    amount.asset.chain === 'tron' || !/^(0x|bc1)/i.test(destination) ? destination : destination.toLowerCase();
  return hashOf([providerWalletId, assetId(amount.asset), address, amount.minor.toString()]);
}

/** What a swap does; never what a withdrawal does. */
export function swapFingerprintOf({ providerWalletId, amount, toToken }: SwapTuple): string {
  return hashOf(['swap', providerWalletId, assetId(amount.asset), toToken, amount.minor.toString()]);
}

/** What a sweep does: from which wallets, how much of what, and where to. */
export function sweepFingerprintOf(sweep: SweepTuple): string {
  const { providerWalletIds, amount, destination } = sweep;
  return hashOf([
    'sweep',
    ...providerWalletIds.toSorted(),
    assetId(amount.asset),
    destination ?? '',
    amount.minor.toString(),
  ]);
}

function hashOf(tuple: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(tuple)).digest('hex').slice(0, 32);
}
