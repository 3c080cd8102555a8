import type { Deposit } from '#apps/inabit-sandbox/world/terminal.js';
import type { World } from '#apps/inabit-sandbox/world/world.js';
import { pageOf, TerminalError, type TerminalEndpoint } from './terminal-endpoint.js';
import { depositView, widgetView } from './terminal-views.js';

/** What the organization key reads besides purchases. */
export function merchantEndpoints(world: World): readonly TerminalEndpoint[] {
  const key = 'organization';
  return [
    {
      method: 'GET',
      path: '/v1/merchant/customer/incoming-transaction',
      key,
      handle: (request) => {
        const { customerId, widgetId } = request.query;
        const found = [...world.terminal.deposits.values()].filter(isListed).filter(({ to }) => {
          if (customerId !== undefined && to.customer?.id !== customerId) return false;
          return widgetId === undefined || to.widget.id === widgetId;
        });
        return { transactions: pageOf(found.toReversed(), request).map(depositView), total: found.length };
      },
    },
    {
      method: 'GET',
      path: '/v1/merchant/widget',
      key,
      handle: (request) => ({
        widgets: pageOf([...world.terminal.widgets.values()], request).map(widgetView),
        total: world.terminal.widgets.size,
      }),
    },
    {
      method: 'GET',
      path: '/v1/merchant/widget/:uuid',
      key,
      handle: ({ params }) => {
        const widget = world.terminal.widgets.get(params['uuid'] ?? '');
        if (!widget) throw new TerminalError(404, 'Widget not found');
        return widgetView(widget);
      },
    },
  ];
}

/** Payments of customers, and those that no purchase took. */
function isListed({ to, linked, misreport }: Deposit): boolean {
  if (misreport?.hidden) return false;
  return to.customer !== undefined || !linked;
}
