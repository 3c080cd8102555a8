import type { WidgetConfiguration, WidgetConfigured } from '#libs/operators/widget.events.js';
import type { PutWidgetDto, WidgetDto } from './widget.dto.js';

export function configurationOf(body: PutWidgetDto): WidgetConfiguration {
  return {
    operatorId: body.operator_id,
    depositWalletId: body.deposit_wallet_id,
    coins: body.coins,
    sweepEveryMinutes: body.sweep_every_minutes,
    expiresAfterMinutes: body.expires_after_minutes,
    acceptPartialPayment: body.accept_partial_payment,
    overcharge: { excess: body.overcharge.excess, toleranceBps: body.overcharge.tolerance_bps },
    webhookUrl: body.webhook_url,
  };
}

export function widgetResource(widget: WidgetConfigured): WidgetDto {
  return {
    object: 'widget',
    id: widget.widgetId,
    version: widget.version,
    operator_id: widget.operatorId,
    deposit_wallet_id: widget.depositWalletId,
    coins: widget.coins,
    sweep_every_minutes: widget.sweepEveryMinutes,
    expires_after_minutes: widget.expiresAfterMinutes,
    accept_partial_payment: widget.acceptPartialPayment,
    overcharge: { excess: widget.overcharge.excess, tolerance_bps: widget.overcharge.toleranceBps },
    ...(widget.webhookUrl !== undefined && { webhook_url: widget.webhookUrl }),
    configured_at: widget.configuredAt.toISOString(),
  };
}
