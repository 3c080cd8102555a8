import { comparePositions, type EventStreams, type StoredEvent } from '../event-streams/event-streams.js';
import { networkFeeStream } from '../fees/network-fee.codec.js';
import { gateStream } from '../gate/gate.codec.js';
import { inboxOutcomeStream } from '../webhooks-in/inbox.codec.js';
import { placeOfWebhook } from '../webhooks-in/webhook-id.js';
import { tracedEvent, type TracedEvent } from './chain-event.js';
import { linksOf, resourcesOf, startOf, streamOf, type Link } from './chain-links.js';

/** Where an event stands. */
export interface StreamPlace {
  readonly streamName: string;
  readonly revision: bigint;
}

/** What the streams themselves do not say: where else a chain left its marks. A read model answers it. */
export abstract class ChainIndex {
  /** The account events that moved money for this id. */
  abstract entriesOf(id: string): Promise<readonly StreamPlace[]>;
  /** The provider's transactions that were ever taken for this resource, refused ones included. */
  abstract providerIdsOf(id: string): Promise<readonly string[]>;
  /** Deposits and orders of the same operator that are the same payment. */
  abstract samePaymentAs(id: string): Promise<readonly string[]>;
  /** Sweeps that took a deposit's or an order's money on to a Master Wallet, as the books have it. */
  abstract sweepsOf(id: string): Promise<readonly string[]>;
  /** Differences between the books and the provider about it, open or resolved. */
  abstract breaksOf(id: string): Promise<readonly string[]>;
  /** What the provider said about one of its transactions, and the place of what became of it among the outcomes. */
  abstract webhooksOf(providerId: string): Promise<readonly FoundWebhook[]>;
}

export interface FoundWebhook {
  readonly webhookId: string;
  readonly outcomeRevision: bigint | undefined;
}

/** More than this belongs to no payout; a chain that goes on is cut, and says so. */
export const chain_events_max = 5_000;

export interface Chain {
  /** In the order of the log. */
  readonly events: readonly TracedEvent[];
  readonly isCut: boolean;
}

/** Reads everything that belongs to some money's movement out of the streams, one link after the other (PO-07). */
export class ChainReader {
  constructor(
    private readonly streams: EventStreams,
    private readonly index: ChainIndex,
  ) {}

  /** @throws StoreUnavailable; UnknownEventType or MalformedEvent for what no codec can read. */
  async chainFrom(start: readonly Link[]): Promise<Chain> {
    const found = new Map<string, TracedEvent>();
    const open = [...start];
    const followed = new Set<string>();
    const ids = new Set<string>();
    for (let link = open.shift(); link && found.size < chain_events_max; link = open.shift()) {
      if (followed.has(keyOf(link))) continue;
      followed.add(keyOf(link));
      if (link.to === 'resource') ids.add(link.id);
      const events = (await this.eventsOf(link)).map((stored) => tracedEvent(stored));
      for (const event of events.filter(({ fact }) => isOfChain(fact, link, ids))) {
        found.set(`${event.stored.revision}@${event.stored.streamName}`, event);
        open.push(...linksOf(event.fact));
      }
      open.push(...(await this.linksFrom(link)));
    }
    const events = [...found.values()].toSorted((a, b) => comparePositions(a.stored.position, b.stored.position));
    return { events, isCut: found.size >= chain_events_max };
  }

  private async eventsOf(link: Link): Promise<readonly StoredEvent[]> {
    switch (link.to) {
      case 'resource':
        return [
          ...(await this.streamEvents(streamOf(link))),
          ...(await this.placed(await this.index.entriesOf(link.id))),
        ];
      case 'provider':
        return [
          ...(await this.streamEvents(gateStream(link.providerId))),
          ...(await this.streamEvents(networkFeeStream(link.providerId))),
          ...(await this.placed(placesOf(await this.index.webhooksOf(link.providerId)))),
        ];
      case 'intent':
        return this.streamEvents(link.streamName);
    }
  }

  private async linksFrom(link: Link): Promise<readonly Link[]> {
    if (link.to !== 'resource') return [];
    const providerIds = await this.index.providerIdsOf(link.id);
    const isIncoming = link.noun === 'deposit' || link.noun === 'order';
    const same = isIncoming ? await this.index.samePaymentAs(link.id) : [];
    const sweeps = isIncoming ? await this.index.sweepsOf(link.id) : [];
    const breaks = link.noun === 'break' ? [] : await this.index.breaksOf(link.id);
    return [
      ...breaks.map((id) => ({ to: 'resource', noun: 'break', id }) as const),
      ...providerIds.map((providerId) => ({ to: 'provider', providerId }) as const),
      ...same.flatMap((id) => startOf('deposit', id)),
      ...sweeps.flatMap((id) => startOf('sweep', id)),
    ];
  }

  private async streamEvents(streamName: string): Promise<readonly StoredEvent[]> {
    return (await this.streams.read(streamName)).events;
  }

  private async placed(places: readonly StreamPlace[]): Promise<readonly StoredEvent[]> {
    const found: StoredEvent[] = [];
    for (const { streamName, revision } of places) {
      const event = await this.streams.find(streamName, revision);
      if (event) found.push(event);
    }
    return found;
  }
}

/** In the streams of gates and intents there may be facts about others. */
function isOfChain(fact: TracedEvent['fact'], { to }: Link, ids: ReadonlySet<string>): boolean {
  if (to === 'resource' || ids.size === 0) return true;
  const about = resourcesOf(fact);
  return about.length === 0 || about.some(({ id }) => ids.has(id));
}

function placesOf(webhooks: readonly FoundWebhook[]): readonly StreamPlace[] {
  return webhooks.flatMap(({ webhookId, outcomeRevision: revision }) => {
    const received = placeOfWebhook(webhookId);
    const outcome = revision === undefined ? [] : [{ streamName: inboxOutcomeStream, revision }];
    return [...(received ? [received] : []), ...outcome];
  });
}

function keyOf(link: Link): string {
  switch (link.to) {
    case 'resource':
      return streamOf(link);
    case 'provider':
      return `provider ${link.providerId}`;
    case 'intent':
      return link.streamName;
  }
}
