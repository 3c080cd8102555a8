import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import type { EventStreams, StoredEvent } from '#libs/event-streams/event-streams.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import { ManualClock } from '#libs/inabit/testing/manual-clock.js';
import { RandomIds } from '#libs/platform/ids.js';
import { TestEventStore } from '#test/support/event-store.js';
import { HintTargets, type Hint, type LookUp } from './hint-targets.js';
import { InboxCheckpoint } from './inbox-checkpoint.js';
import { InboxReader } from './inbox-reader.js';
import { InboxWriter, type Arrival } from './inbox-writer.js';
import { inboxCodec, inboxOutcomeStream } from './inbox.codec.js';
import type { InboxEvent } from './inbox.events.js';
import { ProcessInbox } from './process-inbox.reactor.js';
import { storedBody } from './stored-body.js';
import { inboxStreamPrefix } from './webhook-id.js';

/** A provider that shows what it is told to, and counts who asks. */
export class ScriptedProvider extends HintTargets {
  readonly asked: string[] = [];
  answer: (hint: Hint) => LookUp | Error = ({ kind, subjectId }) => ({
    outcome: 'looked-up',
    triggered: `${kind} ${subjectId}`,
  });

  async lookUp(hint: Hint): Promise<LookUp> {
    this.asked.push(hint.subjectId);
    const answer = this.answer(hint);
    if (answer instanceof Error) throw answer;
    return answer;
  }
}

/** An inbox on a real event store, empty at first. */
export class InboxStage {
  readonly ids = new RandomIds();

  private constructor(
    readonly store: TestEventStore,
    readonly streams: EventStreams,
  ) {}

  static async start(): Promise<InboxStage> {
    const store = await TestEventStore.start();
    const { connectionString } = store;
    return new InboxStage(store, connectEventStreams({ connectionString, timing: patientTiming }));
  }

  async stop(): Promise<void> {
    await this.streams.close();
    await this.store.remove();
  }

  /** One worker with nothing in memory. */
  worker(provider = new ScriptedProvider(), clock = new ManualClock(), streams = this.streams): ProcessInbox {
    return new ProcessInbox(new InboxCheckpoint(streams, this.ids), new InboxReader(streams), provider, clock);
  }

  async receive(...bodies: readonly (string | Arrival)[]): Promise<string[]> {
    const inbox = new InboxWriter(this.streams, this.ids);
    return Promise.all(bodies.map(async (body) => inbox.store(typeof body === 'string' ? arrival(body) : body)));
  }

  /** Gives a worker everything that stands in the inbox. */
  async run(process: ProcessInbox): Promise<void> {
    await process.take(await this.inboxEvents(), new AbortController().signal);
  }

  async inboxEvents(): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const event of this.streams.readAll('start', { streamPrefixes: [inboxStreamPrefix] }))
      events.push(event);
    return events;
  }

  async facts(): Promise<InboxEvent[]> {
    const { events } = await this.streams.read(inboxOutcomeStream);
    return events.map((event) => inboxCodec.decode(event));
  }

  /** How every webhook ended, in the order of their ends. */
  async ends(): Promise<string[]> {
    return (await this.facts()).flatMap((fact) => {
      switch (fact.type) {
        case 'WebhookProcessed':
          return [`processed ${fact.data.triggered}`];
        case 'WebhookIgnored':
          return [`ignored ${fact.data.reason}`];
        case 'WebhookQuarantined':
          return [`quarantined ${fact.data.reason}`];
        case 'InboxAdvanced':
          return [];
      }
    });
  }
}

export function arrival(body: string | Buffer, source: Arrival['source'] = 'terminal'): Arrival {
  const sent = {
    source,
    body: storedBody(typeof body === 'string' ? Buffer.from(body) : body, true),
    headers: {},
    requestId: 'req_1',
  };
  return { ...sent, authenticity: 'path-only', receivedAt: new Date('2025-07-31T12:41:30.000Z') };
}

export function depositWebhook(id: string, status = 'Confirming', amount = '5'): string {
  const fields = `"transactionId":"${id}","status":"${status}","amount":${amount}`;
  return `{"event":"IncomingTransactionStatusUpdated","data":{${fields}}}`;
}
