import { fromMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import { exactNumber } from '#apps/inabit-sandbox/exact/exact-json.js';
import { inBaseCurrency } from '#apps/inabit-sandbox/world/base-currency.js';
import type { Deposit, Purchase } from '#apps/inabit-sandbox/world/terminal.js';
import type { World } from '#apps/inabit-sandbox/world/world.js';
import { depositAmount, hashes, requestView, time } from './terminal-views.js';

/** The old sample, of a deposit that is only `Pending`, has fewer fields than the others. */
export function depositData({ organization }: World, deposit: Deposit, status: string) {
  const { to, account } = deposit;
  const { widget, customer, blockchain } = to;
  const amount = depositAmount(deposit);
  const old = status === 'Pending';
  return {
    transactionId: deposit.id,
    transactionHash: deposit.hash,
    status,
    amount: exactNumber(amount),
    sourceAddress: deposit.source,
    destinationAddress: to.address,
    asset: account.asset.code,
    blockchain: blockchain.slug,
    ...(!old && { createdAt: time(deposit.createdAt) }),
    customerIdentifier: customer?.identifier ?? '',
    widgetId: widget.id,
    ...(!old && {
      widgetName: widget.name,
      baseCurrency: organization.baseCurrency,
      baseCurrencyAmount: inBaseCurrency(amount, account.asset.usdRate),
    }),
    targetConfirmations: String(blockchain.confirmations),
  };
}

/** The samples differ by status: only the first one has the texts of the merchant, only later ones the allocation. */
export function purchaseData({ terminal }: World, purchase: Purchase, now: number) {
  const { id, widget, request, allocation, received, status } = purchase;
  const amount = (minor: bigint) => exactNumber(fromMinor(minor, allocation?.asset.precision ?? 0));
  const { fiatAmount, fiatCurrency, ...texts } = requestView(request);
  const initiated = status === 'Initiated';
  return {
    purchaseId: id,
    status,
    amount: amount(received),
    plannedAmount: amount(allocation?.planned ?? 0n),
    asset: allocation?.asset.code,
    blockchain: allocation?.blockchain.slug,
    address: allocation?.address,
    fiatCurrency,
    fiatAmount,
    confirmationAmount: allocation?.blockchain.confirmations,
    widgetId: widget.id,
    ...(initiated && { widgetName: widget.name, ...texts }),
    transactions: hashes(terminal, purchase),
    ...(initiated ? { currentDate: time(now) } : { allocationDate: allocation && time(allocation.at) }),
    expirationDate: allocation && time(allocation.expiresAt),
    acceptPartialPayment: widget.acceptPartialPayment,
    redirectUrl: widget.redirectUrl,
  };
}
