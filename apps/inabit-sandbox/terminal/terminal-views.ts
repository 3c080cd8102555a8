import { fromMinor, multiply, sum } from '#apps/inabit-sandbox/exact/decimal.js';
import { exactNumber } from '#apps/inabit-sandbox/exact/exact-json.js';
import { inBaseCurrency } from '#apps/inabit-sandbox/world/base-currency.js';
import type { Customer, Deposit, Purchase, Terminal, Widget } from '#apps/inabit-sandbox/world/terminal.js';
import type { WalletAccount } from '#apps/inabit-sandbox/world/wallet.js';
import type { World } from '#apps/inabit-sandbox/world/world.js';
import { depositsOf } from './purchase-status.js';

const base_decimals = 8;

/** The Terminal's REST objects (fact sheet §6). */
export function customerView({ id, widget, identifier }: Customer) {
  return { id, widgetId: widget.id, customerIdentifier: identifier };
}

export function purchaseView({ organization, terminal }: World, purchase: Purchase, now: number) {
  const { id, request, widget, allocation, received, sweep } = purchase;
  const amount = (minor: bigint) => fromMinor(minor, allocation?.asset.precision ?? 0);
  const rate = allocation?.asset.usdRate ?? '0';
  return {
    id,
    ...requestView(request),
    asset: allocation?.asset.code ?? null,
    blockchain: allocation?.blockchain.slug ?? null,
    address: allocation?.address ?? null,
    transactions: hashes(terminal, purchase),
    currentDate: time(now),
    amount: exactNumber(amount(received)),
    plannedAmount: allocation ? exactNumber(amount(allocation.planned)) : null,
    baseCurrency: organization.baseCurrency,
    baseCurrencyAmount: inBaseCurrency(amount(received), rate),
    plannedBaseCurrencyAmount: inBaseCurrency(amount(allocation?.planned ?? 0n), rate),
    creationDate: time(purchase.createdAt),
    allocationDate: allocation ? time(allocation.at) : null,
    expirationDate: allocation ? time(allocation.expiresAt) : null,
    status: purchase.status,
    widgetId: widget.id,
    widgetName: widget.name,
    merchantName: widget.merchant,
    redirectUrl: widget.redirectUrl,
    confirmationAmount: allocation?.blockchain.confirmations ?? null,
    acceptPartialPayment: widget.acceptPartialPayment,
    sweepingStatus: sweep?.status ?? null,
    sweepingFee: sweep?.fee === undefined ? null : exactNumber(sweep.fee),
  };
}

/** The fields of a purchase that the merchant gave. */
export function requestView({ fiatAmount, ...request }: Purchase['request']) {
  return { ...request, fiatAmount: exactNumber(fiatAmount) };
}

export function hashes(terminal: Terminal, purchase: Purchase): readonly string[] {
  return depositsOf(terminal, purchase).map(({ hash }) => hash);
}

/** `hash` is the id that webhooks call `transactionId`, as in the documented sample. */
export function depositView(deposit: Deposit) {
  const { id, number, to, account, source, status, misreport } = deposit;
  const target = to.blockchain.confirmations;
  const confirmations: Readonly<Record<string, number>> = { Confirming: 1, Completed: target };
  return {
    id: number,
    customerId: to.customer?.id ?? null,
    address: to.address,
    asset: account.asset.code,
    blockchain: to.blockchain.slug,
    hash: id,
    amount: exactNumber(misreport?.amount ?? depositAmount(deposit)),
    sourceAddress: source,
    status,
    currentConfirmation: confirmations[status] ?? 0,
    targetConfirmations: target,
  };
}

export function depositAmount({ account, amount }: Deposit): string {
  return fromMinor(amount, account.asset.precision);
}

export function widgetView(widget: Widget) {
  const { id, apiKey, name, merchant, acceptPartialPayment, webhookUrl, redirectUrl } = widget;
  const worth = ({ asset, balance }: WalletAccount) =>
    multiply(fromMinor(balance, asset.precision), asset.usdRate, base_decimals);
  return {
    id,
    apiKey,
    status: 'Active',
    name,
    description: name,
    merchant,
    blockchainAssets: blockchainAssets(widget).map(({ confirmations, ...rest }) => ({
      ...rest,
      expirationTime: '00:45:00',
      confirmationsAmount: String(confirmations),
      expirationTimeAction: 'FailRequest',
    })),
    reusableAddress: widget.kind === 'customer-address',
    sweepingGasTolerance: '20.00000000',
    sweepingFrequency: { type: 'Daily', period: '08:00:00' },
    acceptPartialPayment,
    sweepingCost: 'Merchant',
    webhookUrl: webhookUrl ?? null,
    redirectUrl,
    balance: exactNumber(sum(widget.wallet.accounts.map(worth), base_decimals)),
  };
}

/** What the widget takes, chain by chain. */
export function blockchainAssets({ wallet }: Widget) {
  const chains = [...new Set(wallet.accounts.map(({ blockchain }) => blockchain))];
  return chains.map((chain) => ({
    blockchain: chain.slug,
    confirmations: chain.confirmations,
    assets: wallet.accounts.filter(({ blockchain }) => blockchain === chain).map(({ asset }) => asset.code),
  }));
}

export function time(at: number): string {
  return new Date(at).toISOString();
}
