import { z } from 'zod';
import type { Customer, Widget } from '#apps/inabit-sandbox/world/terminal.js';
import type { WalletAccount } from '#apps/inabit-sandbox/world/wallet.js';
import type { World } from '#apps/inabit-sandbox/world/world.js';
import type { Customers } from './customers.js';
import { TerminalError, type TerminalEndpoint } from './terminal-endpoint.js';
import { blockchainAssets, customerView } from './terminal-views.js';

const newCustomer = z.looseObject({ customerIdentifier: z.string().min(1) });
const newToken = z.looseObject({ customerUuid: z.string() });
const newAddress = z.looseObject({ addressGenerationToken: z.string(), blockchain: z.string(), asset: z.string() });

/** The calls of a customer-address widget. */
export function customerEndpoints(world: World, customers: Customers): readonly TerminalEndpoint[] {
  return [...identityEndpoints(customers), ...addressEndpoints(world, customers)];
}

function identityEndpoints(customers: Customers): readonly TerminalEndpoint[] {
  const key = 'widget';
  return [
    {
      method: 'POST',
      path: '/v1/customer',
      key,
      handle: ({ body }, widget) => {
        const created = customers.create(customerWidget(widget), newCustomer.parse(body).customerIdentifier);
        return customerView(present(created));
      },
    },
    {
      method: 'GET',
      path: '/v1/customer',
      key,
      handle: ({ query }, widget) => customerView(present(customers.find(widget, query['customerIdentifier'] ?? ''))),
    },
  ];
}

/** The paths after the token are assumptions (fact sheet, A8). */
function addressEndpoints(world: World, customers: Customers): readonly TerminalEndpoint[] {
  const key = 'widget';
  return [
    {
      method: 'POST',
      path: '/v1/customer/address-token',
      key,
      handle: ({ body }, widget) => {
        const { customerUuid } = newToken.parse(body);
        return { addressGenerationToken: customers.issueToken(customerOf(world, widget, customerUuid)) };
      },
    },
    {
      method: 'GET',
      path: '/v1/customer/assets',
      key,
      handle: (_, widget) => ({
        blockchainAssets: blockchainAssets(widget).map(({ blockchain, assets }) => ({ blockchain, assets })),
      }),
    },
    {
      method: 'POST',
      path: '/v1/customer/address',
      key,
      handle: ({ body }, widget) => {
        const { addressGenerationToken: token, blockchain, asset } = newAddress.parse(body);
        const customer = customerOf(world, widget, world.terminal.addressTokens.get(token));
        return { address: customers.generateAddress(customer, token, coinOf(widget, { blockchain, asset })) };
      },
    },
  ];
}

/** The coin of a widget that the Terminal's own codes stand for. */
export function coinOf(
  { wallet }: Widget,
  wanted: { readonly blockchain: string; readonly asset: string },
): WalletAccount {
  const { accounts } = wallet;
  const found = accounts.find((each) => each.asset.code === wanted.asset && each.blockchain.slug === wanted.blockchain);
  return present(found, `No ${wanted.asset} on ${wanted.blockchain}`);
}

function customerWidget(widget: Widget): Widget {
  if (widget.kind !== 'customer-address') throw new TerminalError(403, 'Not a customer address widget');
  return widget;
}

function customerOf({ terminal }: World, widget: Widget, id = ''): Customer {
  const customer = terminal.customers.get(id);
  return present(customer?.widget === widget ? customer : undefined);
}

function present<Found>(found: Found | undefined, message = 'Customer not found'): Found {
  if (found === undefined) throw new TerminalError(404, message);
  return found;
}
