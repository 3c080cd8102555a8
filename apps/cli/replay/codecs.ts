import type { EventCodec } from '#libs/decider/codec.js';
import type { DomainEvent } from '#libs/decider/decider.js';
import type { JsonObject } from '#libs/decider/json.js';
import { dayEndCodec } from '#libs/day-end/day-end.codec.js';
import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import { gateCodec } from '#libs/gate/gate.codec.js';
import { intentCodec } from '#libs/intents/intent.js';
import { accountCodec } from '#libs/ledger/account.codec.js';
import { payoutCodec } from '#libs/payouts/payout.codec.js';
import { transferCodec } from '#libs/transfers/transfer.codec.js';
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
    liftingOf(dayEndCodec),
    liftingOf(gateCodec),
    liftingOf(intentCodec),
    liftingOf(payoutCodec),
    liftingOf(transferCodec),
    liftingOf(walletCodec),
    liftingOf(webhookCodec),
    liftingOf(inboxCodec),
  ].flatMap((lifting) => lifting.storedTypes.map((type) => [type, lifting] as const)),
);

/** @throws MalformedEvent for an event that its own codec cannot read. */
export function replayed(stored: StoredEvent): ReplayedEvent {
  return { stored, present: liftings.get(stored.type)?.lift(stored) };
}
