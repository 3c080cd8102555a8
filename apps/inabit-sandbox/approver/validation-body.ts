import { exactNumber, printExact } from '#apps/inabit-sandbox/exact/exact-json.js';
import { inBaseCurrency } from '#apps/inabit-sandbox/world/base-currency.js';
import { amountText, fullName } from '#apps/inabit-sandbox/world/lookups.js';
import type { Withdrawal, World } from '#apps/inabit-sandbox/world/world.js';

/**
 * What the Remote Approver posts to the validation callback: the whole approval request, more than is documented, and
 * without the note (fact sheet §5.5). The amount is the exact JSON number.
 */
export function validationBody(world: World, withdrawal: Withdrawal): string {
  const { organization, users, settings } = world;
  const { account, wallet, request } = withdrawal;
  const initiator = users.get(request.initiatorId);
  const amount = amountText(withdrawal);
  const body = {
    createTime: new Date(withdrawal.createdAt).toISOString(),
    transactionId: withdrawal.id,
    transactionType: 'Withdrawal',
    initiatorId: request.initiatorId,
    initiatorName: initiator ? fullName(initiator) : '',
    organizationId: organization.id,
    organizationName: organization.name,
    policyRuleId: organization.policyRuleId,
    walletId: wallet.id,
    walletAddress: account.address,
    network: account.blockchain.network,
    to: request.to,
    coin: account.asset.code,
    amount: exactNumber(amount),
    baseCurrencyCode: organization.baseCurrency,
    baseCurrencyRate: account.asset.usdRate,
    baseCurrencyAmount: inBaseCurrency(amount, account.asset.usdRate),
  };
  return printExact(body, settings.numberNotation);
}
