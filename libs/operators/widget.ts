import { isDeepStrictEqual } from 'node:util';
import { accept, reject, type Decider, type Decision } from '../decider/decider.js';
import { assetId, findAsset } from '../money/asset.js';
import type { WidgetConfiguration, WidgetConfigured, WidgetEvent } from './widget.events.js';

export interface WidgetCommand {
  readonly type: 'ConfigureWidget';
  readonly data: ConfigureWidget;
}

export interface ConfigureWidget {
  readonly widgetId: string;
  /** The version that the caller saw, 0 for none: nobody overwrites what he did not see. */
  readonly basedOn: number;
  readonly configuration: WidgetConfiguration;
  readonly by: string;
  readonly now: Date;
}

export type WidgetField = 'coins' | 'sweepEveryMinutes' | 'expiresAfterMinutes' | 'overcharge' | 'webhookUrl';

export type WidgetRejection =
  | { readonly code: 'widget-of-another-operator' }
  | { readonly code: 'widget-changed-meanwhile'; readonly version: number }
  | { readonly code: 'widget-configuration-invalid'; readonly fields: readonly WidgetField[] };

/** As it was configured last. */
export type Widget = WidgetConfigured | undefined;

export const widgetDecider: Decider<WidgetCommand, Widget, WidgetEvent, WidgetRejection> = {
  initial: undefined,
  decide: ({ data }, widget): Decision<WidgetEvent, WidgetRejection> => configure(data, widget),
  evolve: (_, { data }) => data,
};

function configure(
  { widgetId, basedOn, configuration, by, now }: ConfigureWidget,
  widget: Widget,
): Decision<WidgetEvent, WidgetRejection> {
  // Its money would change hands, and what it took before could be read either way.
  if (widget && widget.operatorId !== configuration.operatorId) return reject({ code: 'widget-of-another-operator' });
  const fields = invalidFields(configuration);
  if (fields.length > 0) return reject({ code: 'widget-configuration-invalid', fields });
  if (widget && isDeepStrictEqual(configurationOf(widget), configurationOf(configuration))) return accept();
  const version = widget?.version ?? 0;
  if (version !== basedOn) return reject({ code: 'widget-changed-meanwhile', version });
  const data = { ...configuration, widgetId, version: version + 1, by, configuredAt: now };
  return accept({ type: 'WidgetConfigured', data });
}

function invalidFields(configuration: WidgetConfiguration): WidgetField[] {
  const { coins, sweepEveryMinutes, expiresAfterMinutes, overcharge, webhookUrl } = configuration;
  const valid: Readonly<Record<WidgetField, boolean>> = {
    coins: coins.length > 0 && new Set(coins).size === coins.length && coins.every(isCoin),
    sweepEveryMinutes: isPositiveInteger(sweepEveryMinutes),
    expiresAfterMinutes: isPositiveInteger(expiresAfterMinutes),
    overcharge:
      Number.isInteger(overcharge.toleranceBps) && overcharge.toleranceBps >= 0 && overcharge.toleranceBps <= 10_000,
    webhookUrl: webhookUrl === undefined || /^https:\/\/[^\s@/]+(?:\/[^\s]*)?$/.test(webhookUrl),
  };
  const fields: readonly WidgetField[] = [
    'coins',
    'sweepEveryMinutes',
    'expiresAfterMinutes',
    'overcharge',
    'webhookUrl',
  ];
  return fields.filter((field) => !valid[field]);
}

function isCoin(text: string): boolean {
  const asset = findAsset(text);
  return asset !== undefined && asset.chain !== 'fiat' && assetId(asset) === text;
}

function isPositiveInteger(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}

function configurationOf(from: WidgetConfiguration): WidgetConfiguration {
  const { operatorId, depositWalletId, coins, sweepEveryMinutes, expiresAfterMinutes } = from;
  const { acceptPartialPayment, overcharge, webhookUrl } = from;
  return {
    operatorId,
    depositWalletId,
    coins,
    sweepEveryMinutes,
    expiresAfterMinutes,
    acceptPartialPayment,
    overcharge,
    webhookUrl,
  };
}
