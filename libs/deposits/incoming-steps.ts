import { external, receivable, suspense } from '../ledger/account-name.js';
import type { AccountCommand } from '../ledger/account.commands.js';
import type { Money } from '../money/money.js';
import type { OrderExcess, PaymentMoney } from './order.events.js';

const suspended = suspense('late-payment');

/** One payment into a wallet, and what it is for. */
export interface IncomingMoney {
  /** The deposit or the order. */
  readonly cause: string;
  readonly operatorId: string;
  readonly walletId: string;
  readonly incomingId: string;
  readonly amount: Money;
  /** It may have been spent since: what is locked again is owed as far as it is not there (F5.9). */
  readonly wasCredited: boolean;
  /** Where it is by its own record: out of suspense it goes, or back into the books, unless it belongs there. */
  readonly was: PaymentMoney | undefined;
}

export interface Why {
  readonly evidence: string;
  readonly now: Date;
}

/** What brings a payment to where it belongs, from wherever it is. Each step that was taken before does nothing. */
export function stepsTo(money: PaymentMoney, incoming: IncomingMoney, why: Why): readonly AccountCommand[] {
  const { incomingId, amount, cause, operatorId, wasCredited, was } = incoming;
  const outside = external(amount.asset.chain);
  const detect: AccountCommand = {
    type: 'DetectIncoming',
    data: { incomingId, from: outside, amount, reference: cause, ...why },
  };
  const reopen: AccountCommand = {
    type: 'ReopenIncoming',
    data: { incomingId, from: was === 'reversed' ? outside : suspended, reason: money, ...why },
  };
  const back = (was === 'suspended' || was === 'reversed') && money !== was ? [reopen] : [];
  const held = { incomingId, shortfallFrom: receivable(operatorId), reason: money, ...why };
  const holdBack: AccountCommand = { type: 'HoldBackIncoming', data: held };
  if (money === 'locked') return [detect, ...back, ...(wasCredited ? [holdBack] : [])];
  if (money === 'credited') return [detect, ...back, { type: 'ConfirmIncoming', data: { incomingId, ...why } }];
  const to = money === 'reversed' ? outside : suspended;
  return [
    detect,
    ...back,
    { type: 'HoldBackIncoming', data: { ...held, unlessAt: to } },
    { type: 'CancelIncoming', data: { incomingId, to, reason: money, ...why } },
  ];
}

/** An excess that was set aside and returned leaves both postings behind. */
export function excessSteps(
  { orderId, amount, round }: Pick<OrderExcess, 'orderId' | 'amount' | 'round'>,
  operatorId: string,
  returned: boolean,
  why: Why,
): readonly AccountCommand[] {
  const aside = suspense(`overcharge-${orderId}`);
  const shared = { amount, reason: 'correction', ...why } as const;
  const setAside: AccountCommand = {
    type: 'Debit',
    data: { to: aside, shortfallFrom: receivable(operatorId), reference: `${orderId}-excess-${round}`, ...shared },
  };
  if (!returned) return [setAside];
  const reference = `${orderId}-excess-${round}-returned`;
  return [setAside, { type: 'Credit', data: { from: aside, reference, ...shared } }];
}
