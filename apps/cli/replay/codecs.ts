import type { EventCodec } from '#libs/decider/codec.js';
import type { DomainEvent } from '#libs/decider/decider.js';
import type { JsonObject } from '#libs/decider/json.js';
import { dayEndCodec } from '#libs/day-end/day-end.codec.js';
import { depositCodec } from '#libs/deposits/deposit.codec.js';
import { orderCodec } from '#libs/deposits/order.codec.js';
import { purchaseAddressCodec } from '#libs/deposits/purchase-address.js';
import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import { networkFeeCodec } from '#libs/fees/network-fee.codec.js';
import { platformFeeCodec } from '#libs/fees/platform-fee.codec.js';
import { providerFeeCodec } from '#libs/fees/provider-fee.codec.js';
import { gateCodec } from '#libs/gate/gate.codec.js';
import { intentCodec } from '#libs/intents/intent.js';
import { accountCodec } from '#libs/ledger/account.codec.js';
import { addressBookCodec } from '#libs/operators/address-book.codec.js';
import { fundingCodec } from '#libs/operators/funding.codec.js';
import { operatorCodec } from '#libs/operators/operator.codec.js';
import { widgetCodec } from '#libs/operators/widget.codec.js';
import { payoutCodec } from '#libs/payouts/payout.codec.js';
import { breakCodec } from '#libs/reconciliation/break.codec.js';
import { reconciledCodec } from '#libs/reconciliation/reconciled.codec.js';
import { transferCodec } from '#libs/transfers/transfer.codec.js';
import { swapCodec } from '#libs/swaps/swap.codec.js';
import { sweepCodec } from '#libs/sweeps/sweep.codec.js';
import { openingCodec } from '#libs/wallets/opening.codec.js';
import { providerBalanceCodec } from '#libs/wallets/provider-balance.codec.js';
import { walletCodec } from '#libs/wallets/wallet.codec.js';
import { inboxCodec } from '#libs/webhooks-in/inbox.codec.js';
import { webhookCodec } from '#libs/webhooks-in/webhook.codec.js';

/** A stored event as the present code understands it: lifted to the newest version of its type. */
export interface ReplayedEvent {
  readonly stored: StoredEvent;
  /** Type and data as they would be written today; undefined for a type that no codec knows. */
  readonly present: { readonly type: string; readonly data: JsonObject } | undefined;
}

interface Lifting {
  readonly storedTypes: readonly string[];
  readonly lift: (stored: StoredEvent) => { readonly type: string; readonly data: JsonObject };
}

function liftingOf<Event extends DomainEvent>({ storedTypes, decode, encode }: EventCodec<Event>): Lifting {
  return { storedTypes, lift: (stored) => encode(decode(stored)) };
}

const liftings: ReadonlyMap<string, Lifting> = new Map(
  [
    liftingOf(accountCodec),
    liftingOf(orderCodec),
    liftingOf(depositCodec),
    liftingOf(purchaseAddressCodec),
    liftingOf(dayEndCodec),
    liftingOf(networkFeeCodec),
    liftingOf(platformFeeCodec),
    liftingOf(providerFeeCodec),
    liftingOf(gateCodec),
    liftingOf(intentCodec),
    liftingOf(operatorCodec),
    liftingOf(addressBookCodec),
    liftingOf(widgetCodec),
    liftingOf(fundingCodec),
    liftingOf(payoutCodec),
    liftingOf(transferCodec),
    liftingOf(breakCodec),
    liftingOf(reconciledCodec),
    liftingOf(swapCodec),
    liftingOf(sweepCodec),
    liftingOf(walletCodec),
    liftingOf(openingCodec),
    liftingOf(providerBalanceCodec),
    liftingOf(webhookCodec),
    liftingOf(inboxCodec),
  ].flatMap((lifting) => lifting.storedTypes.map((type) => [type, lifting] as const)),
);

/** @throws MalformedEvent for an event that its own codec cannot read. */
export function replayed(stored: StoredEvent): ReplayedEvent {
  return { stored, present: liftings.get(stored.type)?.lift(stored) };
}
