import type { Money } from '../money/money.js';

/**
 * The facts of one fee that the provider charged by invoice or statement, `provider-fee-<chargeId>`. The provider
 * documents none in its API, so a person says it (API-28).
 */
export type ProviderFeeEvent =
  | { readonly type: 'ProviderFeeCharged'; readonly data: ProviderFeeCharged }
  | { readonly type: 'ProviderFeeReversed'; readonly data: ProviderFeeReversed };

/** Days of the calendar, `2026-01-31`; both belong to it. */
export interface ChargedPeriod {
  readonly from: string;
  readonly to: string;
}

export interface ProviderFeeCharged {
  /** The reference of the invoice, or of its line: one charge each. */
  readonly chargeId: string;
  readonly operatorId: string;
  /** The wallet that it was taken out of at the provider; without one the operator owes it. */
  readonly walletId?: string | undefined;
  readonly fee: Money;
  readonly period: ChargedPeriod;
  readonly evidence: string;
  readonly by: string;
  readonly chargedAt: Date;
}

/** A charge is never changed: what was wrong is reversed as a whole, and the right one recorded anew. */
export interface ProviderFeeReversed {
  readonly chargeId: string;
  readonly reason: string;
  readonly by: string;
  readonly approvedBy: string;
  readonly reversedAt: Date;
}
