import { isLosslessNumber } from 'lossless-json';
import { z } from 'zod';
import { depositScenario, depositScenarios } from '#apps/inabit-sandbox/terminal/deposit-path.js';
import type { Deposits } from '#apps/inabit-sandbox/terminal/deposits.js';
import { coinOf } from '#apps/inabit-sandbox/terminal/customer.endpoints.js';
import { depositAmount, purchaseView, time } from '#apps/inabit-sandbox/terminal/terminal-views.js';
import type { Purchases } from '#apps/inabit-sandbox/terminal/purchases.js';
import { fromMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import type { Deposit, Purchase } from '#apps/inabit-sandbox/world/terminal.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { ControlError, type ControlRequest, type Endpoint } from './endpoint.js';

const payment = z.strictObject({
  address: z.string(),
  amount: z.string(),
  asset: z.string().optional(),
  scenario: depositScenario.default('plain'),
});
const choice = z.strictObject({ asset: z.string(), blockchain: z.string() });
const wantedStatus = z.strictObject({ status: z.string().min(1) });
const wantedPurchase = wantedStatus.extend({ received: z.string().optional() });

export function depositEndpoints(store: WorldStore, deposits: Deposits): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/control/terminal/deposits',
      does: 'every payment to a customer or a purchase, oldest first',
      handle: () => [...store.world.terminal.deposits.values()].map(describeDeposit),
    },
    {
      method: 'GET',
      path: '/control/terminal/deposit-scenarios',
      does: 'the statuses that each scenario of a deposit goes through',
      handle: () => depositScenarios,
    },
    {
      method: 'POST',
      path: '/control/terminal/deposits',
      does: `a player pays to an address; \`scenario\`: ${Object.keys(depositScenarios).join(', ')} (GET /control/terminal/deposit-scenarios)`,
      body: '{"address":"T…","amount":"20","scenario":"plain"}',
      handle: ({ body }) => {
        const { address, amount, scenario, asset } = payment.parse(body);
        const to = store.world.terminal.addresses.get(address);
        if (!to) throw new ControlError(404, `no customer or purchase has the address ${address}`);
        return describeDeposit(depositOf(store, deposits.pay({ to, amount, scenario, assetCode: asset })));
      },
    },
    {
      method: 'POST',
      path: '/control/terminal/deposits/:id/status',
      does: 'gives a deposit any status, known or not; it goes on by itself no more unless it was the next one',
      body: '{"status":"PendingFork"}',
      handle: ({ params, body }) => {
        const { id } = depositOf(store, params['id'] ?? '');
        const { status } = wantedStatus.parse(body);
        store.record({ type: 'DepositStatusChanged', depositId: id, status });
        return describeDeposit(depositOf(store, id));
      },
    },
  ];
}

export function purchaseControls(store: WorldStore, purchases: Purchases): readonly Endpoint[] {
  const found = '/control/terminal/purchases/:id';
  return [
    {
      method: 'GET',
      path: '/control/terminal/purchases',
      does: 'all purchases, oldest first',
      handle: () => [...store.world.terminal.purchases.values()].map((each) => describePurchase(store, each)),
    },
    {
      method: 'POST',
      path: `${found}/choose`,
      does: 'the customer chooses what to pay with: the purchase gets its address (blockchain as the Terminal calls it)',
      body: '{"asset":"USDT","blockchain":"tron"}',
      handle: onPurchase(store, (purchase, { body }) =>
        purchases.allocate(purchase, coinOf(purchase.widget, choice.parse(body))),
      ),
    },
    {
      method: 'POST',
      path: `${found}/expire`,
      does: 'closes the window for paying, now',
      handle: onPurchase(store, ({ id: purchaseId }) => store.record({ type: 'PurchaseWindowClosed', purchaseId })),
    },
    {
      method: 'POST',
      path: `${found}/status`,
      does: 'gives a purchase any status, known or not, until the next payment; and what was `received`, if that is to change',
      body: '{"status":"GenerateAddressFailed","received":"100"}',
      handle: onPurchase(store, ({ id: purchaseId, received, allocation }, { body }) => {
        const paid = fromMinor(received, allocation?.asset.precision ?? 0);
        const { status, received: wanted = paid } = wantedPurchase.parse(body);
        store.record({ type: 'PurchaseUpdated', purchaseId, status, received: wanted });
      }),
    },
  ];
}

function onPurchase(store: WorldStore, act: (purchase: Purchase, request: ControlRequest) => void) {
  return (request: ControlRequest) => {
    const purchase = store.world.terminal.purchases.get(request.params['id'] ?? '');
    if (!purchase) throw new ControlError(404, `no purchase ${request.params['id']}`);
    act(purchase, request);
    return describePurchase(store, purchase);
  };
}

function depositOf({ world }: WorldStore, id: string): Deposit {
  const deposit = world.terminal.deposits.get(id);
  if (!deposit) throw new ControlError(404, `no deposit ${id}`);
  return deposit;
}

export function describeDeposit(deposit: Deposit) {
  const { id, number, hash, to, linked, account, source, status, credited, createdAt } = deposit;
  return {
    id,
    number,
    hash,
    walletId: to.widget.wallet.id,
    widgetId: to.widget.id,
    customerId: to.customer?.id ?? null,
    customerIdentifier: to.customer?.identifier ?? null,
    purchaseId: to.purchase?.id ?? null,
    linked,
    address: to.address,
    source,
    asset: account.asset.code,
    blockchain: account.blockchain.code,
    amount: depositAmount(deposit),
    status,
    credited,
    createdAt: time(createdAt),
  };
}

/** As the REST API shows it, with amounts as decimal texts. */
function describePurchase(store: WorldStore, purchase: Purchase) {
  const view = Object.entries(purchaseView(store.world, purchase, store.now()));
  return Object.fromEntries(view.map(([key, value]) => [key, isLosslessNumber(value) ? value.toString() : value]));
}
