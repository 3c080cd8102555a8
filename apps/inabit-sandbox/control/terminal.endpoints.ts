import { z } from 'zod';
import { parseExact } from '#apps/inabit-sandbox/exact/exact-json.js';
import { depositData } from '#apps/inabit-sandbox/terminal/terminal-webhook-body.js';
import type { TerminalWebhooks } from '#apps/inabit-sandbox/terminal/terminal-webhooks.js';
import type { Widget } from '#apps/inabit-sandbox/world/terminal.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { ControlError, type Endpoint } from './endpoint.js';

const faults = z.array(
  z.strictObject({
    fault: z.enum(['duplicate', 'drop', 'delay', 'reorder']),
    times: z.int().positive().max(1_000).default(1),
    delayMs: z.number().nonnegative().max(2_000_000_000).default(1_000),
    event: z.string().optional(),
    status: z.string().optional(),
  }),
);
const forged = z.strictObject({
  event: z.string().default('IncomingTransactionStatusUpdated'),
  /** A real deposit to copy; `data` counts over it. */
  depositId: z.string().optional(),
  data: z.record(z.string(), z.unknown()).default({}),
  /** Numbers of `data` with more digits than a float has. */
  exact: z.record(z.string(), z.string().regex(/^-?\d+(\.\d+)?$/)).default({}),
});
const widgetChange = z.strictObject({
  webhookUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .optional(),
  acceptPartialPayment: z.boolean().optional(),
});

export function terminalEndpoints(store: WorldStore, webhooks: TerminalWebhooks): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/control/terminal',
      does: 'the organization key, the widgets with their keys, and the faults that webhooks will meet',
      handle: () => describeTerminal(store),
    },
    {
      method: 'PATCH',
      path: '/control/terminal/widgets/:id',
      does: 'changes where the webhooks of a widget go (null: where those of the organisation do), or partial payments',
      body: '{"webhookUrl":"http://127.0.0.1:3000/hook","acceptPartialPayment":true}',
      handle: ({ params, body }) => {
        const widgetId = params['id'] ?? '';
        const widget = store.world.terminal.widgets.get(widgetId);
        if (!widget) throw new ControlError(404, `no widget ${widgetId}`);
        store.record({ type: 'WidgetChanged', widgetId, ...widgetChange.parse(body) });
        return describeWidget(widget);
      },
    },
    ...webhookEndpoints(store, webhooks),
  ];
}

function webhookEndpoints(store: WorldStore, webhooks: TerminalWebhooks): readonly Endpoint[] {
  const path = '/control/terminal/webhook-faults';
  return [
    {
      method: 'POST',
      path,
      does: 'what the next `times` webhooks meet (with that `event` and `status`): duplicate, drop, delay, or reorder (goes out after a later one)',
      body: '{"fault":"delay","delayMs":500,"status":"Completed"}',
      handle: ({ body }) => queueFaults(store, faults.parse(Array.isArray(body) ? body : [body])),
    },
    {
      method: 'DELETE',
      path,
      does: 'forgets the waiting faults of webhooks',
      handle: () => store.record({ type: 'WebhookFaultsCleared' }),
    },
    {
      method: 'POST',
      path: '/control/terminal/forge',
      does: 'sends a webhook about anything: a deposit that does not exist, or another amount (`exact`) of one that does',
      body: '{"depositId":"cl…","exact":{"amount":"5000"}}',
      handle: ({ body }) => forge(store, webhooks, forged.parse(body)),
    },
  ];
}

function queueFaults(store: WorldStore, wishes: z.infer<typeof faults>) {
  const one = (fault: Omit<(typeof wishes)[number], 'times'>) =>
    store.record({ type: 'WebhookFaultQueued', fault: { id: store.world.counters.webhookFaults + 1, ...fault } });
  for (const { times, ...fault } of wishes) for (let n = 0; n < times; n += 1) one(fault);
  return { waiting: store.world.terminal.webhookFaults };
}

function forge({ world }: WorldStore, webhooks: TerminalWebhooks, wish: z.infer<typeof forged>): void {
  const { event, depositId = '', data, exact } = wish;
  const deposit = world.terminal.deposits.get(depositId);
  const numbers = Object.entries(exact).map(([key, text]) => [key, parseExact(text)] as const);
  const real = deposit && depositData(world, deposit, deposit.status);
  webhooks.queue(event, { ...real, ...data, ...Object.fromEntries(numbers) }, deposit?.to.widget);
}

function describeTerminal({ world: { terminal } }: WorldStore) {
  const { organizationKey, widgets, webhookFaults } = terminal;
  return { organizationKey, widgets: [...widgets.values()].map(describeWidget), webhookFaults };
}

export function describeWidget({ id, apiKey, kind, name, wallet, webhookUrl, acceptPartialPayment }: Widget) {
  return { id, apiKey, kind, name, walletId: wallet.id, webhookUrl: webhookUrl ?? null, acceptPartialPayment };
}
