import type { PayoutStage } from './payout-stage.js';
import type { SandboxTransaction } from './sandbox-client.js';

/** What the approver posts about a transaction (provider notes §5.5), with whatever a forger changes in it. */
export function approvalCallback(
  { provider }: PayoutStage,
  transaction: SandboxTransaction,
  forged: object = {},
): Readonly<Record<string, unknown>> {
  const { id, initiatorId, walletId, blockchain, asset, to, amount, createdAt } = transaction;
  return {
    createTime: createdAt,
    transactionId: id,
    transactionType: 'Withdrawal',
    initiatorId,
    initiatorName: 'API Admin',
    organizationId: provider.organizationId,
    organizationName: 'Payouts.com',
    policyRuleId: 'policy-1',
    walletId,
    walletAddress: 'TWallet',
    network: blockchain,
    to,
    coin: asset,
    amount: Number(amount),
    baseCurrencyCode: 'USD',
    baseCurrencyRate: '1',
    baseCurrencyAmount: Number(amount),
    ...forged,
  };
}
