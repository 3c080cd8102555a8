import type { Money } from '../money/money.js';

/**
 * The facts of what the platform takes of one operator in one month, `platform-fee-<operatorId>-<month>`. Months are those
 * of UTC (API-28).
 */
export type PlatformFeeEvent =
  | { readonly type: 'PlatformShareCharged'; readonly data: PlatformShareCharged }
  | { readonly type: 'PlatformFlatFeeCharged'; readonly data: PlatformFlatFeeCharged };

export interface PlatformShareCharged {
  readonly operatorId: string;
  /** `2026-03` */
  readonly month: string;
  readonly payoutId: string;
  readonly volume: Money;
  readonly shareBps: number;
  /** May be zero. */
  readonly fee: Money;
  /** What is left of the share after whole minor units, in ten-thousandths of one: the next charge begins with it. */
  readonly remainder: number;
  readonly chargedAt: Date;
}

export interface PlatformFlatFeeCharged {
  readonly operatorId: string;
  readonly month: string;
  readonly fee: Money;
  readonly chargedAt: Date;
}
