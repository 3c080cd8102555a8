import { combineCodecs } from '../decider/codec.js';
import { depositCodec } from '../deposits/deposit.codec.js';
import type { DepositEvent } from '../deposits/deposit.events.js';
import { orderCodec } from '../deposits/order.codec.js';
import type { OrderEvent } from '../deposits/order.events.js';
import type { StoredEvent } from '../event-streams/event-streams.js';
import { networkFeeCodec } from '../fees/network-fee.codec.js';
import type { NetworkFeeEvent } from '../fees/network-fee.events.js';
import { providerFeeCodec } from '../fees/provider-fee.codec.js';
import type { ProviderFeeEvent } from '../fees/provider-fee.events.js';
import { gateCodec } from '../gate/gate.codec.js';
import type { GateEvent } from '../gate/gate.events.js';
import { intentCodec, type IntentEvent } from '../intents/intent.js';
import { accountCodec } from '../ledger/account.codec.js';
import type { AccountEvent } from '../ledger/account.events.js';
import { payoutCodec } from '../payouts/payout.codec.js';
import type { PayoutEvent } from '../payouts/payout.events.js';
import { breakCodec } from '../reconciliation/break.codec.js';
import type { BreakEvent } from '../reconciliation/break.events.js';
import { swapCodec } from '../swaps/swap.codec.js';
import type { SwapEvent } from '../swaps/swap.events.js';
import { sweepCodec } from '../sweeps/sweep.codec.js';
import type { SweepEvent } from '../sweeps/sweep.events.js';
import { transferCodec } from '../transfers/transfer.codec.js';
import type { TransferEvent } from '../transfers/transfer.events.js';
import { inboxCodec } from '../webhooks-in/inbox.codec.js';
import type { InboxEvent } from '../webhooks-in/inbox.events.js';
import { webhookCodec } from '../webhooks-in/webhook.codec.js';
import type { WebhookEvent } from '../webhooks-in/webhook.events.js';

/** Whatever may belong to the movement of some money. */
export type ChainEvent =
  | PayoutEvent
  | AccountEvent
  | GateEvent
  | NetworkFeeEvent
  | ProviderFeeEvent
  | IntentEvent
  | TransferEvent
  | SwapEvent
  | SweepEvent
  | DepositEvent
  | OrderEvent
  | BreakEvent
  | WebhookEvent
  | InboxEvent;

/** A fact of a chain, and how and where it stands in the log. */
export interface TracedEvent {
  readonly stored: StoredEvent;
  readonly fact: ChainEvent;
}

export const chainCodec = combineCodecs<ChainEvent>(
  payoutCodec,
  accountCodec,
  gateCodec,
  networkFeeCodec,
  providerFeeCodec,
  intentCodec,
  transferCodec,
  swapCodec,
  sweepCodec,
  depositCodec,
  orderCodec,
  breakCodec,
  webhookCodec,
  inboxCodec,
);

/** @throws UnknownEventType, MalformedEvent */
export function tracedEvent(stored: StoredEvent): TracedEvent {
  return { stored, fact: chainCodec.decode(stored) };
}
