import type { EventStreams, ExpectedRevision, Position } from '../event-streams/event-streams.js';
import type { Ids } from '../platform/ids.js';
import { inboxCodec, inboxOutcomeStream } from './inbox.codec.js';
import type { InboxEvent, WaitingWebhook } from './inbox.events.js';

/** How far the inbox has been read, as it stands in the log. */
export interface Checkpoint {
  readonly revision: ExpectedRevision;
  /** Undefined before the first. */
  readonly position: Position | undefined;
  readonly waiting: readonly WaitingWebhook[];
}

/** The stream of outcomes: its last event says all that is needed to go on. */
export class InboxCheckpoint {
  constructor(
    private readonly streams: EventStreams,
    private readonly ids: Ids,
  ) {}

  async load(): Promise<Checkpoint> {
    const last = await this.streams.find(inboxOutcomeStream, 'last');
    if (!last) return { revision: 'no-stream', position: undefined, waiting: [] };
    const fact = inboxCodec.decode(last);
    if (fact.type !== 'InboxAdvanced') throw new Error(`${inboxOutcomeStream} ends with ${fact.type}`);
    const { position, waiting } = fact.data;
    return { revision: last.revision, position, waiting };
  }

  /** @throws RevisionConflict when another worker recorded first. */
  async record(
    { revision }: Checkpoint,
    ended: readonly InboxEvent[],
    advanced: { readonly position: Position; readonly waiting: readonly WaitingWebhook[]; readonly now: Date },
  ): Promise<void> {
    const { position, waiting, now } = advanced;
    const facts: InboxEvent[] = [...ended, { type: 'InboxAdvanced', data: { position, waiting, advancedAt: now } }];
    const events = facts.map((fact) => {
      const about = 'webhookId' in fact.data ? fact.data.webhookId : inboxOutcomeStream;
      const metadata = { correlationId: about, causationId: about, actor: 'worker' };
      return { id: this.ids.uuid(), ...inboxCodec.encode(fact), metadata };
    });
    await this.streams.append(inboxOutcomeStream, revision, events);
  }
}
