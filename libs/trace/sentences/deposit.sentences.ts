import type { DepositEvent, SuspenseResolution } from '../../deposits/deposit.events.js';
import type { OrderEvent } from '../../deposits/order.events.js';
import type { InboxEvent, WebhookTopic } from '../../webhooks-in/inbox.events.js';
import type { WebhookEvent } from '../../webhooks-in/webhook.events.js';
import { amountText, words, type Sentences } from './words.js';

export const depositSentences: Sentences<DepositEvent> = {
  DepositQuarantined: ({ providerId, reason }) => `Deposit ${providerId} is in quarantine: ${words(reason)}.`,
  DepositDetected: ({ amount, address, status }) =>
    `A deposit of ${amountText(amount)} at ${address} was detected as ${status}.`,
  DepositStatusChanged: ({ from, status }) => `The deposit went from ${from} to ${status}.`,
  DepositMoneyMoved: ({ money }) => `Its money is ${money} in the books.`,
  DepositReviewRequired: ({ reason }) => `A person has to look: ${words(reason)}.`,
  DepositReviewClosed: ({ reason }) => reviewClosed(reason),
  DepositSuspenseResolved: ({ to }) => resolved(to),
};

export const orderSentences: Sentences<OrderEvent> = {
  OrderQuarantined: ({ providerId, reason }) => `Purchase ${providerId} is in quarantine: ${words(reason)}.`,
  OrderOpened: ({ providerId, status }) => `The order of purchase ${providerId} was opened as ${status}.`,
  OrderAllocated: ({ planned, address }) => `${amountText(planned)} is to be paid to ${address}.`,
  OrderStatusChanged: ({ from, status }) => `The order went from ${from} to ${status}.`,
  OrderWindowPassed: ({ expiresAt }) => `Its window had passed at ${expiresAt.toISOString()}.`,
  OrderWindowRenewed: ({ expiresAt }) => `It may be paid until ${expiresAt.toISOString()} now.`,
  OrderPaymentSeen: ({ amount, received, late }) =>
    `${late ? 'A late payment' : 'A payment'} of ${amountText(amount)} was seen; ${amountText(received)} has come in all.`,
  OrderPaymentsDropped: ({ incomingIds: { length }, received }) =>
    `The provider counts ${length === 1 ? 'a payment' : `${length} payments`} no longer; ${amountText(received)} is left.`,
  OrderLateStatusSeen: ({ status }) => `The provider reports the late payment as ${status}.`,
  OrderMoneyMoved: ({ money }) => `The money of a payment is ${money} in the books.`,
  OrderExcessSetAside: ({ amount }) => `The excess of ${amountText(amount)} was set aside.`,
  OrderExcessReturned: ({ amount }) => `The excess of ${amountText(amount)} was taken back.`,
  OrderClosed: ({ status }) => `The order is closed as ${status}.`,
  OrderReviewRequired: ({ reason }) => `A person has to look: ${words(reason)}.`,
  OrderReviewClosed: ({ reason }) => reviewClosed(reason),
  OrderSuspenseResolved: ({ to }) => resolved(to),
};

function reviewClosed(reason: string | undefined): string {
  return reason === undefined ? 'A person closed the review.' : `A person closed the review: ${words(reason)}.`;
}

function resolved(to: SuspenseResolution): string {
  return to === 'operator'
    ? 'Two people gave the money that waited to the operator.'
    : 'Two people found that the money that waited had never come.';
}

export const webhookSentences: Sentences<WebhookEvent | InboxEvent> = {
  WebhookReceived: ({ webhookId, source }) => `The provider’s ${source} sent webhook ${webhookId}.`,
  WebhookReplayRequested: ({ webhookId }) => `Webhook ${webhookId} is to be looked at again.`,
  WebhookProcessed: ({ webhookId, topic }) => `Webhook ${webhookId} (${topicText(topic)}) had the provider looked at.`,
  WebhookIgnored: ({ webhookId, topic, reason }) =>
    `Webhook ${webhookId} (${topicText(topic)}) was ignored: ${words(reason)}.`,
  WebhookQuarantined: ({ webhookId, reason }) => `Webhook ${webhookId} is in quarantine: ${words(reason)}.`,
  InboxAdvanced: () => 'The inbox was read on.',
};

function topicText({ event, status }: WebhookTopic): string {
  return status === null ? event : `${event} ${status}`;
}
