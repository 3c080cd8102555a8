import type { WidgetConfiguration, WidgetEvent } from './widget.events.js';
import type { WidgetCommand } from './widget.js';

const now = new Date('2026-01-05T12:00:07.089Z');

export const configuration: WidgetConfiguration = {
  operatorId: 'acme',
  depositWalletId: 'wal_deposits',
  coins: ['USDT@tron/6', 'BTC@bitcoin/8'],
  sweepEveryMinutes: 60,
  expiresAfterMinutes: 30,
  acceptPartialPayment: false,
  overcharge: { excess: 'credit', toleranceBps: 50 },
  webhookUrl: 'https://ledger.example/v1/webhooks/inabit',
};

export function configured(version = 1, changes: Partial<WidgetConfiguration> = {}): WidgetEvent {
  const data = { ...configuration, ...changes, widgetId: 'widget_1', version, by: 'user:ada', configuredAt: now };
  return { type: 'WidgetConfigured', data };
}

export function configure(basedOn = 0, changes: Partial<WidgetConfiguration> = {}): WidgetCommand {
  const wanted = { ...configuration, ...changes };
  return {
    type: 'ConfigureWidget',
    data: { widgetId: 'widget_1', basedOn, configuration: wanted, by: 'user:ada', now },
  };
}
