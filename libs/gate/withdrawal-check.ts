import { sameAddress } from '../chains/address.js';
import type { Money } from '../money/money.js';
import type { ObservedTransaction } from '../payouts/observed-transaction.js';
import { contradictionOf, type ApprovalQuestion } from './approval-question.js';

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
  const contradiction = withdrawalContradiction(question, pulled, apiAdminId);
  if (contradiction) return { result: 'doubt', reason: contradiction };
  const { providerWalletId, amount, createdAt, note } = pulled;
  const destination = pulled.destination ?? question.to;
  const { providerId } = question;
  const observed = { providerId, providerWalletId, amount, destination, initiatorId, createdAt, note };
  return { result: 'plausible', observed };
}

/** What makes a transaction another kind than the withdrawal that it is called; a memo or data may come with one. */
const otherKinds: ReadonlySet<string> = new Set(['off-ramp', 'swap']);

function isWithdrawal(type: string): boolean {
  return type.toLowerCase() === 'withdrawal';
}

/** The destination last: a pull need not show it. */
function withdrawalContradiction(
  question: ApprovalQuestion,
  pulled: PulledWithdrawal,
  initiatorId: string,
): string | undefined {
  const other = question.extras.find((extra) => otherKinds.has(extra));
  if (other !== undefined) return `callback-and-pull-differ: ${other}`;
  const contradiction = contradictionOf(question, pulled, { type: 'withdrawal', initiatorId });
  if (contradiction || pulled.destination === undefined) return contradiction;
  const same = sameAddress(pulled.amount.asset.chain, question.to, pulled.destination);
  return same ? undefined : 'callback-and-pull-differ: destination';
}

function foreign(reason: string): WithdrawalCheck {
  return { result: 'foreign', reason };
}
