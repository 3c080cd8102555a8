import { exactNumber, printExact } from '#apps/inabit-sandbox/exact/exact-json.js';
import { inBaseCurrency } from '#apps/inabit-sandbox/world/base-currency.js';
import { amountText, feeText, nativeAssetOf, transactionTypeOf } from '#apps/inabit-sandbox/world/lookups.js';
import type { Withdrawal, World } from '#apps/inabit-sandbox/world/world.js';

export type WebhookEvent = 'OutgoingTransactionSent' | 'OutgoingTransactionStatusUpdated';

/**
 * A Platform webhook: `{ event, data }`. The provider describes the fields in prose only; the keys are those of its
 * Terminal webhooks where they have the same meaning (fact sheet §4.1, §4.2, assumption A6).
 */
export function webhookBody(world: World, event: WebhookEvent, withdrawal: Withdrawal): string {
  const { settings } = world;
  const { account, wallet, request, status } = withdrawal;
  const data = {
    transactionId: withdrawal.id,
    transactionType: transactionTypeOf(withdrawal),
    ...(withdrawal.hashes[0] !== undefined && { transactionHash: withdrawal.hashes[0] }),
    status: settings.statusTexts[status] ?? status,
    walletId: wallet.id,
    walletName: wallet.name,
    sourceAddress: account.address,
    destinationAddress: request.to,
    asset: account.asset.code,
    blockchain: account.blockchain.slug,
    createdAt: new Date(withdrawal.createdAt).toISOString(),
    ...amounts(world, withdrawal),
  };
  return printExact({ event, data }, settings.numberNotation);
}

function amounts(world: World, withdrawal: Withdrawal) {
  const { account } = withdrawal;
  const amount = amountText(withdrawal);
  const fee = feeText(world, withdrawal);
  const feeRate = nativeAssetOf(world, withdrawal)?.usdRate;
  return {
    amount: exactNumber(amount),
    baseCurrency: world.organization.baseCurrency,
    baseCurrencyAmount: inBaseCurrency(amount, account.asset.usdRate),
    ...(fee !== undefined && { fee: exactNumber(fee) }),
    ...(fee !== undefined && feeRate !== undefined && { baseCurrencyFee: inBaseCurrency(fee, feeRate) }),
  };
}
