import { z } from 'zod';
import type { Purchase, Widget } from '#apps/inabit-sandbox/world/terminal.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { checkFiat, type Purchases } from './purchases.js';
import {
  exactAmount,
  pageOf,
  TerminalError,
  type TerminalEndpoint,
  type TerminalRequest,
} from './terminal-endpoint.js';
import { purchaseView } from './terminal-views.js';

const newPurchase = z.object({
  title: z.string().default(''),
  subTitle: z.string().default(''),
  siteName: z.string().default(''),
  purchaseIdentifier: z.string(),
  fiatAmount: exactAmount,
  fiatCurrency: z.enum(['USD', 'EUR']),
});

const search = z.looseObject({
  searchText: z.string().optional(),
  statuses: z.array(z.string()).default([]),
  widgetUuids: z.array(z.string()).default([]),
  merchants: z.array(z.string()).default([]),
  /** Taken for "since". */
  createdAt: z.string().optional(),
});

export function purchaseEndpoints(store: WorldStore, purchases: Purchases): readonly TerminalEndpoint[] {
  return [...widgetEndpoints(store, purchases), ...organizationEndpoints(store)];
}

function widgetEndpoints(store: WorldStore, purchases: Purchases): readonly TerminalEndpoint[] {
  const { view, newestFirst, list } = readsOf(store);
  return [
    {
      method: 'POST',
      path: '/v1/purchase',
      key: 'widget',
      handle: ({ body }, widget) => ({
        id: purchases.create(purchaseWidget(widget), checkFiat(newPurchase.parse(body))),
      }),
    },
    {
      method: 'GET',
      path: '/v1/widget/purchase',
      key: 'widget',
      handle: (request, widget) =>
        list(
          newestFirst().filter((each) => each.widget === widget),
          request,
        ),
    },
    {
      method: 'GET',
      path: '/v1/widget/purchase/:uuid',
      key: 'widget',
      handle: ({ params }, widget) => view(find(store, params['uuid'], (each) => each.widget === widget)),
    },
  ];
}

function organizationEndpoints(store: WorldStore): readonly TerminalEndpoint[] {
  const { view, newestFirst, list } = readsOf(store);
  return [
    {
      method: 'POST',
      path: '/v1/merchant/purchase/search',
      key: 'organization',
      handle: (request) => list(newestFirst().filter(matching(search.parse(request.body))), request),
    },
    {
      method: 'GET',
      path: '/v1/merchant/purchase/:uuid',
      key: 'organization',
      handle: ({ params }) => view(find(store, params['uuid'], () => true)),
    },
  ];
}

function readsOf(store: WorldStore) {
  const view = (purchase: Purchase) => purchaseView(store.world, purchase, store.now());
  return {
    view,
    newestFirst: () => [...store.world.terminal.purchases.values()].toReversed(),
    list: (found: readonly Purchase[], request: TerminalRequest) => ({
      purchases: pageOf(found, request).map(view),
      total: found.length,
    }),
  };
}

function matching({ searchText = '', statuses, widgetUuids, merchants, createdAt }: z.infer<typeof search>) {
  const among = (list: readonly string[], text: string) => list.length === 0 || list.includes(text);
  const since = createdAt === undefined ? 0 : Date.parse(createdAt.endsWith('Z') ? createdAt : `${createdAt}Z`);
  return ({ id, request, status, widget, createdAt: at }: Purchase) =>
    `${id} ${Object.values(request).join(' ')}`.includes(searchText) &&
    among(statuses, status) &&
    among(widgetUuids, widget.id) &&
    among(merchants, widget.merchant) &&
    at >= since;
}

function purchaseWidget(widget: Widget): Widget {
  if (widget.kind !== 'purchase') throw new TerminalError(403, 'Not a purchase widget');
  return widget;
}

function find({ world }: WorldStore, id = '', allowed: (purchase: Purchase) => boolean): Purchase {
  const purchase = world.terminal.purchases.get(id);
  if (!purchase || !allowed(purchase)) throw new TerminalError(404, 'Purchase not found');
  return purchase;
}
