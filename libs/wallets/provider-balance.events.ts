import type { Money } from '../money/money.js';

/**
 * The facts of one provider-balance stream, `provider-balance-<walletId>-<asset>`: what the provider said stands in a
 * wallet. Signals from outside, to be compared with the ledger; never its truth (RS-09, PO-05).
 */
export type ProviderBalanceEvent = {
  readonly type: 'ProviderBalanceObserved';
  readonly data: ProviderBalanceObserved;
};

/** Recorded when it differs from the one before. */
export interface ProviderBalanceObserved {
  readonly walletId: string;
  readonly providerWalletId: string;
  readonly balance: Money;
  /** The answer that said so, as its hash. */
  readonly evidence: string;
  readonly observedAt: Date;
}
