/** The facts of one of the provider's widgets, `widget-<widgetId>`: each change is a new version (IN-05). */
export type WidgetEvent = { readonly type: 'WidgetConfigured'; readonly data: WidgetConfigured };

export interface WidgetConfigured extends WidgetConfiguration {
  readonly widgetId: string;
  readonly version: number;
  readonly by: string;
  readonly configuredAt: Date;
}

export interface WidgetConfiguration {
  readonly operatorId: string;
  readonly depositWalletId: string;
  /** Ids of assets: `USDT@tron/6`. */
  readonly coins: readonly string[];
  readonly sweepEveryMinutes: number;
  readonly expiresAfterMinutes: number;
  readonly acceptPartialPayment: boolean;
  readonly overcharge: { readonly excess: 'ignore' | 'credit' | 'refund'; readonly toleranceBps: number };
  /** Where the provider reports to for this widget, when not to the usual address. */
  readonly webhookUrl?: string | undefined;
}
