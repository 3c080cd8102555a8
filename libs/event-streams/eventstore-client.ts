import { encodeEvents, type EncodedEvents } from './append-request.codec.js';
import { ClientConnection } from './client-connection.js';
import { appendError } from './client-errors.js';
import { openClient, type OpenClient } from './client-guards.js';
import { withDeadline, type Patience } from './deadline.js';
import { AppendRefused, StoreUnavailable } from './event-streams.errors.js';
import { EventStreams } from './event-streams.js';
import type * as port from './event-streams.js';
import { silentLog, type Log } from './log.js';
import { readLog } from './log-reader.js';
import { StoreCalls } from './store-calls.js';
import { readOne, readRecent, readSlice } from './stream-reader.js';
import { recentEventsMax } from './stall-watchdog.js';
import { SupervisedSubscription, type SubscriptionStore } from './subscription.js';
import { defaultTiming, type StoreTiming } from './timing.js';

export interface EventStreamsOptions {
  /** `esdb://host:port?tls=false`, several hosts, or `esdb+discover://`. May hold a password: never logged. */
  readonly connectionString: string;
  readonly log?: Log;
  readonly timing?: Partial<StoreTiming>;
}

/** Connects on first use, so the store need not be there yet. @throws on a malformed connection string. */
export function connectEventStreams(options: EventStreamsOptions): EventStreams {
  return new ClientEventStreams(options.connectionString, options.log ?? silentLog, {
    ...defaultTiming,
    ...options.timing,
  });
}

class ClientEventStreams extends EventStreams {
  private readonly connection: ClientConnection;
  private readonly calls: StoreCalls;
  private readonly subscriptions = new Set<SupervisedSubscription>();
  private closed = false;

  constructor(
    private readonly connectionString: string,
    private readonly log: Log,
    private readonly timing: StoreTiming,
  ) {
    super();
    this.connection = new ClientConnection(connectionString, log);
    this.calls = new StoreCalls(this.connection, timing);
  }

  async read(streamName: string, fromRevision = 0n): Promise<port.StreamSlice> {
    this.checkOpen();
    return this.calls.call(({ client }, patience) => readSlice(client, streamName, fromRevision, patience));
  }

  async find(streamName: string, revision: bigint | 'last'): Promise<port.StoredEvent | undefined> {
    this.checkOpen();
    return this.calls.call(({ client }, patience) => readOne(client, streamName, revision, patience));
  }

  async append(
    streamName: string,
    expected: port.ExpectedRevision,
    events: readonly port.NewEvent[],
  ): Promise<port.AppendResult> {
    this.checkOpen();
    if (events.length === 0) throw new AppendRefused('An append needs at least one event');
    const append = { streamName, expected, events: encodeEvents(events) };
    return this.calls.call((opened, patience) => appendOnce(opened, append, patience));
  }

  readAll(after: port.LogPoint, filter?: port.EventFilter): AsyncIterable<port.StoredEvent> {
    this.checkOpen();
    return readLog(this, { after, filter, idleMs: this.timing.confirmMs });
  }

  async head(): Promise<port.Position | undefined> {
    this.checkOpen();
    const [last] = await this.calls.call(({ client }, patience) => readRecent(client, 1, patience));
    return last?.position;
  }

  subscribe(options: port.SubscriptionOptions): port.Subscription {
    this.checkOpen();
    const subscription = new SupervisedSubscription(options, this.subscriptionStore());
    this.subscriptions.add(subscription);
    const forget = (): boolean => this.subscriptions.delete(subscription);
    subscription.done.then(forget, forget);
    return subscription;
  }

  async ping(): Promise<void> {
    this.checkOpen();
    await this.calls.probe(({ client }, patience) => readSlice(client, 'ping', 0n, patience));
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.subscriptions].map(async (subscription) => subscription.stop()));
    await this.connection.close();
  }

  private subscriptionStore(): SubscriptionStore {
    return {
      open: () => openClient(this.connectionString),
      recent: async () => this.calls.probe(({ client }, patience) => readRecent(client, recentEventsMax, patience)),
      timing: this.timing,
      log: this.log,
    };
  }

  private checkOpen(): void {
    if (this.closed) throw new StoreUnavailable('The connection to the event store was closed by this process');
  }
}

interface Append {
  readonly streamName: string;
  readonly expected: port.ExpectedRevision;
  readonly events: EncodedEvents;
}

/**
 * The client's `deadline` only travels to the server, and its "unavailable" may be another connection's, so every
 * outcome but success and refusal is open and the caller repeats the append as it is. Should the first try have been
 * written, the store finds the same ids at the same revisions and answers success.
 */
async function appendOnce(opened: OpenClient, append: Append, patience: Patience): Promise<port.AppendResult> {
  const { streamName, expected } = append;
  try {
    const deadline = Date.now() + (patience.maxMs ?? patience.ms);
    const { revision, position } = await withDeadline(opened.appends.append({ ...append, deadline }), patience);
    return { revision, position: position ?? (await positionOf(opened, streamName, revision, patience)) };
  } catch (error) {
    throw appendError(error, streamName, expected);
  }
}

/** For servers that leave the position out of the answer to a repeated append. */
async function positionOf(
  { client }: OpenClient,
  streamName: string,
  revision: bigint,
  patience: Patience,
): Promise<port.Position> {
  const { events } = await readSlice(client, streamName, revision, patience);
  const [event] = events;
  if (!event) throw new StoreUnavailable(`${revision}@${streamName} is not readable yet`);
  return event.position;
}
