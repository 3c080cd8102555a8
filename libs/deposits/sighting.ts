import type { Asset } from '../money/asset.js';
import type { Money } from '../money/money.js';

/** What an amount was worth when it was seen: the provider's exact texts, for reports (RS-13). */
export type ReportedValue = Readonly<Partial<Record<(typeof reportedFields)[number], string>>>;

export const reportedFields = ['baseCurrency', 'baseCurrencyAmount', 'fiatCurrency', 'fiatAmount'] as const;

/** A transaction at a customer address, as pulled. */
export interface IncomingSighting {
  readonly providerId: string;
  /** The provider's text: an open set. */
  readonly status: string;
  readonly widgetId: string;
  /** Undefined when token and chain are none that this ledger knows. */
  readonly asset?: Asset | undefined;
  /** Undefined when the amount is none of that asset. */
  readonly amount?: Money | undefined;
  readonly address: string;
  readonly transactionHash?: string | undefined;
  readonly sourceAddress?: string | undefined;
  /** Keyed hash of the customer's identifier, which may be an e-mail address (DW-29). */
  readonly customerKey?: string | undefined;
  readonly value: ReportedValue;
}

/** A purchase, as pulled. Asset, plan and address are there once the customer has chosen (DW-05). */
export interface PurchaseSighting {
  readonly providerId: string;
  readonly status: string;
  readonly widgetId: string;
  readonly asset?: Asset | undefined;
  readonly address?: string | undefined;
  readonly planned?: Money | undefined;
  /** All that came so far. */
  readonly received?: Money | undefined;
  readonly transactionHashes: readonly string[];
  readonly purchaseKey?: string | undefined;
  readonly acceptPartialPayment: boolean;
  /** When the window to pay closes, and when by the same clock this was seen. */
  readonly expiresAt?: Date | undefined;
  readonly asOf?: Date | undefined;
  readonly value: ReportedValue;
}

/** Whose a widget is, where its money goes, and what is done with too much of it (DW-10). */
export interface WidgetOwner {
  readonly operatorId: string;
  readonly depositWalletId: string;
  readonly overcharge: OverchargeRule;
}

export interface OverchargeRule {
  readonly excess: 'ignore' | 'credit' | 'refund';
  /** In hundredths of a per cent of the plan: what is within is no excess (DW-28). */
  readonly toleranceBps: number;
}
