import type { EventStreams, ExpectedRevision, NewEvent } from '../event-streams/event-streams.js';
import { deferred, type Deferred } from '../event-streams/deferred.js';
import type { Ids } from '../platform/ids.js';
import { inboxRun, inboxStream, webhookIdAt } from './webhook-id.js';
import { webhookCodec } from './webhook.codec.js';
import type { WebhookReceived } from './webhook.events.js';

/** What one append may hold; the store refuses more than 1 MiB. */
const append_bytes_max = 768 * 1024;
const append_events_max = 500;
/** What may wait for the store; beyond it the provider is asked to come again. */
const waiting_bytes_max = 64 * 1024 * 1024;
const waiting_events_max = 10_000;
/** Around the data of an event: its other fields and its metadata. */
const envelope_bytes = 1_024;

/** A webhook on its way into the log, which gives it its id. */
export type Arrival = Omit<WebhookReceived, 'webhookId'> & { readonly requestId: string };

/** More webhooks wait than may. Nothing was stored; the sender tries again. */
export class InboxFull extends Error {
  override readonly name = 'InboxFull';
}

interface Waiting {
  readonly arrival: Arrival;
  readonly bytes: number;
  readonly stored: Deferred<string>;
}

/**
 * Writes webhooks to the log: while one append is on its way the next ones gather, so a burst costs a few appends (F5.8).
 * A webhook is accepted when its append is durable, never before (F5.5).
 */
export class InboxWriter {
  private run: string;
  private revision: ExpectedRevision = 'no-stream';
  private waiting: Waiting[] = [];
  private waitingBytes = 0;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly streams: EventStreams,
    private readonly ids: Ids,
  ) {
    this.run = inboxRun(ids.uuid());
  }

  /** The webhook's id, once it is durable. @throws InboxFull, and the errors of `EventStreams.append`. */
  async store(arrival: Arrival): Promise<string> {
    const bytes = Buffer.byteLength(JSON.stringify(arrival)) + envelope_bytes;
    if (this.waiting.length >= waiting_events_max || this.waitingBytes + bytes > waiting_bytes_max)
      throw new InboxFull(`${this.waiting.length} webhooks wait for the event store`);
    const stored = deferred<string>();
    this.waiting.push({ arrival, bytes, stored });
    this.waitingBytes += bytes;
    this.writing ??= this.writeAll();
    return stored.promise;
  }

  /** Resolves when nothing waits any more. */
  async drain(): Promise<void> {
    await this.writing;
  }

  private async writeAll(): Promise<void> {
    // What arrives in the same turn of the event loop goes together.
    await new Promise(setImmediate);
    while (this.waiting.length > 0) await this.write(this.takeGroup());
    this.writing = undefined;
  }

  private takeGroup(): readonly Waiting[] {
    let bytes = 0;
    const tooFar = this.waiting.findIndex((each, index) => {
      bytes += each.bytes;
      return index > 0 && (bytes > append_bytes_max || index >= append_events_max);
    });
    const group = this.waiting.splice(0, tooFar === -1 ? this.waiting.length : tooFar);
    this.waitingBytes -= group.reduce((sum, each) => sum + each.bytes, 0);
    return group;
  }

  private async write(group: readonly Waiting[]): Promise<void> {
    try {
      const first = this.revision === 'no-stream' ? 0n : this.revision + 1n;
      const webhookIds = group.map((_, index) => webhookIdAt(this.run, first + BigInt(index)));
      const events = group.map(({ arrival }, index) => this.eventOf(webhookIds[index] ?? '', arrival));
      const { revision } = await this.streams.append(inboxStream(this.run), this.revision, events);
      this.revision = revision;
      for (const [index, { stored }] of group.entries()) stored.resolve(webhookIds[index] ?? '');
    } catch (error) {
      // Whether it was written is not known, and so neither is the revision: the next ones go to a stream of their own.
      this.run = inboxRun(this.ids.uuid());
      this.revision = 'no-stream';
      for (const { stored } of group) stored.reject(error);
    }
  }

  private eventOf(webhookId: string, { requestId, ...received }: Arrival): NewEvent {
    return {
      id: this.ids.uuid(),
      ...webhookCodec.encode({ type: 'WebhookReceived', data: { webhookId, ...received } }),
      metadata: { correlationId: webhookId, causationId: requestId, actor: 'inabit', requestId },
    };
  }
}
