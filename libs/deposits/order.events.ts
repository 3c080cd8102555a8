import type { Money } from '../money/money.js';
import type { DepositReviewReason, QuarantineReason, SuspenseVerdict } from './deposit.events.js';
import type { OverchargeRule, ReportedValue } from './sighting.js';
import type { TerminalStatus } from './terminal-status.js';

/** The facts of one purchase and what was paid for it, `order-<orderId>`. Each rests on a pull (INV-I3). */
export type OrderEvent =
  | { readonly type: 'OrderQuarantined'; readonly data: OrderQuarantined }
  | { readonly type: 'OrderOpened'; readonly data: OrderOpened }
  | { readonly type: 'OrderAllocated'; readonly data: OrderAllocated }
  | { readonly type: 'OrderStatusChanged'; readonly data: OrderStatusChanged }
  | { readonly type: 'OrderWindowPassed'; readonly data: OrderWindowPassed }
  | { readonly type: 'OrderWindowRenewed'; readonly data: OrderWindowRenewed }
  | { readonly type: 'OrderPaymentSeen'; readonly data: OrderPaymentSeen }
  | { readonly type: 'OrderPaymentsDropped'; readonly data: OrderPaymentsDropped }
  | { readonly type: 'OrderLateStatusSeen'; readonly data: OrderLateStatusSeen }
  | { readonly type: 'OrderMoneyMoved'; readonly data: OrderMoneyMoved }
  | { readonly type: 'OrderExcessSetAside'; readonly data: OrderExcess }
  | { readonly type: 'OrderExcessReturned'; readonly data: OrderExcess }
  | { readonly type: 'OrderClosed'; readonly data: OrderClosed }
  | { readonly type: 'OrderReviewRequired'; readonly data: OrderReviewRequired }
  | { readonly type: 'OrderReviewClosed'; readonly data: OrderReviewClosed }
  | { readonly type: 'OrderSuspenseResolved'; readonly data: OrderSuspenseResolved };

export type OrderReviewReason =
  | Exclude<DepositReviewReason, 'unlinked-payment'>
  | 'undercharge-expired'
  | 'completed-short'
  /** Once the customer has chosen: an asset, a blockchain or an amount that is none of ours; the detail says which. */
  | 'cannot-be-placed'
  | 'overcharge-to-refund';

/** Where the money of one payment is. `suspended`: it came, and for whom a person decides (A20). */
export type PaymentMoney = 'locked' | 'credited' | 'reversed' | 'suspended';

export interface OrderQuarantined {
  readonly orderId: string;
  readonly providerId: string;
  readonly reason: QuarantineReason;
  readonly widgetId: string;
  readonly providerStatus: string;
  readonly evidence: string;
  readonly quarantinedAt: Date;
}

export interface OrderOpened {
  readonly orderId: string;
  readonly providerId: string;
  readonly operatorId: string;
  readonly walletId: string;
  readonly widgetId: string;
  readonly purchaseKey?: string | undefined;
  readonly acceptPartialPayment: boolean;
  /** As it was configured when the order was opened. */
  readonly overcharge: OverchargeRule;
  readonly value: ReportedValue;
  readonly status: TerminalStatus;
  readonly evidence: string;
  readonly openedAt: Date;
}

/** What is to be paid, and where to: again for as long as nothing was paid and the rate is updated. */
export interface OrderAllocated {
  readonly orderId: string;
  readonly planned: Money;
  readonly address: string;
  readonly evidence: string;
  readonly allocatedAt: Date;
}

export interface OrderStatusChanged {
  readonly orderId: string;
  readonly from: TerminalStatus;
  readonly status: TerminalStatus;
  readonly evidence: string;
  readonly changedAt: Date;
}

/** Seen unfinished after its window had closed, whatever its status says: what comes from now on is late. */
export interface OrderWindowPassed {
  readonly orderId: string;
  readonly expiresAt: Date;
  readonly evidence: string;
  readonly seenAt: Date;
}

/** After its window had passed it has another one, as where the rate is updated: what comes from now on is in time. */
export interface OrderWindowRenewed {
  readonly orderId: string;
  readonly expiresAt: Date;
  readonly evidence: string;
  readonly seenAt: Date;
}

/** More had come than before: what came in addition, with the transactions that were new. */
export interface OrderPaymentSeen {
  readonly orderId: string;
  readonly incomingId: string;
  readonly amount: Money;
  readonly received: Money;
  readonly transactionHashes: readonly string[];
  /** After the window had closed. */
  readonly late: boolean;
  /** By the provider's clock; undefined in facts of before it was kept. */
  readonly asOf?: Date | undefined;
  readonly value: ReportedValue;
  readonly evidence: string;
  readonly seenAt: Date;
}

/**
 * The provider counts these payments no longer, and as much less has come: they are taken back (F5.9). What it counts again
 * later is paid anew.
 */
export interface OrderPaymentsDropped {
  readonly orderId: string;
  readonly incomingIds: readonly string[];
  /** All that is left. */
  readonly received: Money;
  /** By the provider's clock. */
  readonly asOf?: Date | undefined;
  readonly evidence: string;
  readonly seenAt: Date;
}

/** The order stays what it is; what came too late has a status of its own. */
export interface OrderLateStatusSeen {
  readonly orderId: string;
  readonly status: TerminalStatus;
  readonly evidence: string;
  readonly seenAt: Date;
}

export interface OrderMoneyMoved {
  readonly orderId: string;
  readonly incomingId: string;
  readonly money: PaymentMoney;
  readonly movedAt: Date;
}

/** Each time that the order is credited is a round: after a fork the excess comes back, to be set aside again. */
export interface OrderExcess {
  readonly orderId: string;
  readonly round: number;
  readonly amount: Money;
  readonly evidence: string;
  readonly decidedAt: Date;
}

/** It has ended and its money is where it belongs. A fork or a late payment opens it again. */
export interface OrderClosed {
  readonly orderId: string;
  readonly status: TerminalStatus;
  readonly closedAt: Date;
}

export interface OrderReviewRequired {
  readonly orderId: string;
  readonly reason: OrderReviewReason;
  readonly detail: string;
  readonly evidence: string;
  readonly since: Date;
}

export interface OrderReviewClosed {
  readonly orderId: string;
  /** Which one; undefined in facts of before several could be open. */
  readonly reason?: OrderReviewReason | undefined;
  readonly detail?: string | undefined;
  readonly by: string;
  readonly note: string;
  readonly closedAt: Date;
}

/** Two people say whose it is, as far as it has come: what is suspended, or locked because nothing else settles it. */
export interface OrderSuspenseResolved extends SuspenseVerdict {
  readonly orderId: string;
  readonly incomingIds: readonly string[];
  /** The excess that was set aside goes to the operator too. */
  readonly withExcess: boolean;
  readonly resolvedAt: Date;
}
