import { sameAddress } from '../chains/address.js';
import type { Asset } from '../money/asset.js';
import { sameMoney, type Money } from '../money/money.js';
import type { ObservedTransaction } from '../payouts/observed-transaction.js';

/** What the approver asked us about, out of its callback (provider notes §5.5). */
export interface ApprovalQuestion {
  readonly providerId: string;
  readonly transactionType: string;
  readonly initiatorId: string;
  /** Several for a batch or a sweep. */
  readonly walletIds: readonly string[];
  readonly to: string;
  /** Undefined when the coin and network are none that we know. */
  readonly asset: Asset | undefined;
  readonly amount: Money | undefined;
}

/** What a pull of the same transaction showed. */
export interface PulledWithdrawal {
  readonly transactionType: string | undefined;
  readonly initiatorId: string | undefined;
  readonly providerWalletId: string;
  readonly amount: Money;
  readonly destination: string | undefined;
  readonly createdAt: Date;
  readonly note: string;
}

/** Three ends: one of ours perhaps, certainly foreign, or in doubt. Only the certainly foreign is refused. */
export type WithdrawalCheck =
  | { readonly result: 'plausible'; readonly observed: ObservedTransaction }
  | { readonly result: 'foreign'; readonly reason: string }
  | { readonly result: 'doubt'; readonly reason: string };

/**
 * What can be said of a withdrawal before any payout is looked at (failure model §2.3 rule 4). The callback is not
 * authenticated: it is used only where the pull says nothing, any contradiction is a doubt, and nothing is refused for ever
 * on its word alone (F4.6).
 */
export function checkWithdrawal(
  question: ApprovalQuestion,
  pulled: PulledWithdrawal,
  apiAdminId: string,
): WithdrawalCheck {
  const { transactionType: type, initiatorId = question.initiatorId } = pulled;
  if (type !== undefined && !isWithdrawal(type)) return foreign(`type-not-allowed: ${type}`);
  if (pulled.initiatorId !== undefined && pulled.initiatorId !== apiAdminId)
    return foreign('initiator-is-not-our-api-user');
  const contradiction = contradictionOf(question, pulled, apiAdminId);
  if (contradiction) return { result: 'doubt', reason: contradiction };
  const { providerWalletId, amount, createdAt, note } = pulled;
  const destination = pulled.destination ?? question.to;
  const { providerId } = question;
  const observed = { providerId, providerWalletId, amount, destination, initiatorId, createdAt, note };
  return { result: 'plausible', observed };
}

function isWithdrawal(type: string): boolean {
  return type.toLowerCase() === 'withdrawal';
}

function contradictionOf(question: ApprovalQuestion, pulled: PulledWithdrawal, apiAdminId: string): string | undefined {
  const { chain } = pulled.amount.asset;
  if (!isWithdrawal(question.transactionType)) return 'callback-and-pull-differ: type';
  if (question.initiatorId !== apiAdminId) return 'callback-and-pull-differ: initiator';
  if (question.walletIds.length !== 1) return 'callback-and-pull-differ: several wallets';
  if (question.walletIds[0] !== pulled.providerWalletId) return 'callback-and-pull-differ: wallet';
  if (!question.amount || !sameMoney(question.amount, pulled.amount)) return 'callback-and-pull-differ: amount';
  if (pulled.destination !== undefined && !sameAddress(chain, question.to, pulled.destination))
    return 'callback-and-pull-differ: destination';
  return undefined;
}

function foreign(reason: string): WithdrawalCheck {
  return { result: 'foreign', reason };
}
