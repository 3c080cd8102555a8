import type { Networks } from '../chains/networks.js';
import type { CloseReview, RecordUnreadable, ResolveSuspense, SuspenseRejection } from './deposit.commands.js';
import type { OrderReviewReason, PaymentMoney } from './order.events.js';
import type { ReviewRejection } from './reviews.js';
import type { PurchaseSighting, WidgetOwner } from './sighting.js';

export type OrderCommand =
  | { readonly type: 'RecordPurchase'; readonly data: RecordPurchase }
  | { readonly type: 'RecordUnreadable'; readonly data: RecordUnreadable }
  | { readonly type: 'RecordOrderMoney'; readonly data: RecordOrderMoney }
  | { readonly type: 'DecideExcess'; readonly data: { readonly evidence: string; readonly now: Date } }
  | { readonly type: 'CloseOrder'; readonly data: { readonly now: Date } }
  | { readonly type: 'RequireOrderReview'; readonly data: RequireOrderReview }
  | { readonly type: 'CloseOrderReview'; readonly data: CloseReview }
  | { readonly type: 'ResolveOrderSuspense'; readonly data: ResolveOrderSuspense };

export interface RecordPurchase {
  readonly orderId: string;
  readonly sighting: PurchaseSighting;
  readonly owner: WidgetOwner | undefined;
  /** Whose money is taken here. */
  readonly networks: Networks;
  readonly evidence: string;
  readonly now: Date;
}

export interface RecordOrderMoney {
  readonly incomingId: string;
  readonly money: PaymentMoney;
  readonly now: Date;
}

export interface RequireOrderReview {
  readonly reason: OrderReviewReason;
  readonly detail: string;
  readonly evidence: string;
  readonly now: Date;
}

export interface ResolveOrderSuspense extends ResolveSuspense {
  /** One payment alone, by its transaction or our id of it; all that wait where it is undefined. */
  readonly payment?: string | undefined;
}

export type OrderRejection =
  | { readonly code: 'order-not-found' | 'no-such-payment' }
  /** It was seen together with others, as one payment: that one is to be named, by our id of it. */
  | { readonly code: 'payment-of-several-transactions'; readonly payment: string }
  | SuspenseRejection
  | ReviewRejection;
