import { exactNumber, printExact } from '#apps/inabit-sandbox/exact/exact-json.js';
import { inBaseCurrency } from '#apps/inabit-sandbox/world/base-currency.js';
import { amountText, fullName, transactionTypeOf } from '#apps/inabit-sandbox/world/lookups.js';
import type { WalletAccount } from '#apps/inabit-sandbox/world/wallet.js';
import type { Withdrawal, World } from '#apps/inabit-sandbox/world/world.js';

/**
 * What the Remote Approver posts to the validation callback: the whole approval request, more than is documented, and
 * without the note (fact sheet §5.5). The amount is the exact JSON number.
 */
export function validationBody(world: World, withdrawal: Withdrawal): string {
  const { organization, users, settings } = world;
  const { account, request } = withdrawal;
  const initiator = users.get(request.initiatorId);
  const amount = amountText(withdrawal);
  const body = {
    createTime: new Date(withdrawal.createdAt).toISOString(),
    transactionId: withdrawal.id,
    transactionType: transactionTypeOf(withdrawal),
    initiatorId: request.initiatorId,
    initiatorName: initiator ? fullName(initiator) : '',
    organizationId: organization.id,
    organizationName: organization.name,
    policyRuleId: organization.policyRuleId,
    ...walletsOf(withdrawal),
    network: account.blockchain.network,
    to: request.to,
    coin: account.asset.code,
    amount: exactNumber(amount),
    baseCurrencyCode: organization.baseCurrency,
    baseCurrencyRate: account.asset.usdRate,
    baseCurrencyAmount: inBaseCurrency(amount, account.asset.usdRate),
    ...swapDetails(world, withdrawal),
  };
  return printExact(body, settings.numberNotation);
}

/** A sweep names its wallets in arrays. */
function walletsOf({ request, sources, wallet, account }: Withdrawal) {
  if (!request.sweep) return { walletId: wallet.id, walletAddress: account.address };
  const addresses = sources.map((source) => source.account.address);
  return { walletId: sources.map((source) => source.wallet.id), walletAddress: addresses };
}

/** The codes of the exchange that a swap goes to are its own; here they are those of asset and blockchain. */
function swapDetails({ random }: World, { id, swap, account, wallet }: Withdrawal) {
  if (!swap) return undefined;
  const code = ({ asset, blockchain }: WalletAccount) => `${asset.code}_${blockchain.code}`.toLowerCase();
  return {
    swapDetails: {
      provider: 'sandbox-swaps',
      id: random.uuid(`swap ${id}`),
      toCoin: swap.account.asset.code,
      toChain: swap.account.blockchain.network,
      toWalletId: wallet.id,
      providerCodeFrom: code(account),
      providerCodeTo: code(swap.account),
    },
  };
}
