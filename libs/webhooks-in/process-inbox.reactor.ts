import { pause } from '../event-streams/deadline.js';
import { RevisionConflict, StoreUnavailable } from '../event-streams/event-streams.errors.js';
import { comparePositions, type Position, type StoredEvent } from '../event-streams/event-streams.js';
import type { Clock } from '../platform/clock.js';
import type { HintTargets } from './hint-targets.js';
import type { Checkpoint, InboxCheckpoint } from './inbox-checkpoint.js';
import type { InboxReader } from './inbox-reader.js';
import type { InboxEvent, WaitingWebhook } from './inbox.events.js';
import { LastSaid } from './last-said.js';
import { lookUpAll, providerOf, type Looked, type Provider } from './look-up-hints.js';
import { conclude, planBatch, subjectOf, type InboxItem, type PlannedLookUp } from './plan-batch.js';
import { WaitingPace } from './waiting-pace.js';

/** While this many wait for the provider no more are taken; they stand in the log. */
const waiting_max = 1_000;
/** A look-up that threw so often, while others went well, throws for a reason of its own. */
const failures_max = 8;
/** How long a worker lets another one go ahead that was faster. */
const stand_back_ms = 1_000;

interface Settled {
  readonly ended: readonly InboxEvent[];
  readonly waiting: readonly InboxItem[];
  readonly answered: readonly PlannedLookUp[];
}

/**
 * Takes webhooks out of the inbox in the order of the log, has somebody look at the provider where they hint at
 * something, and records what became of each. Two workers may do so at once: what one has recorded the other drops.
 */
export class ProcessInbox {
  private readonly lastSaid = new LastSaid();
  private readonly pace = new WaitingPace();
  private readonly succeededAt: Record<Provider, number> = { terminal: 0, platform: 0 };
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly checkpoint: InboxCheckpoint,
    private readonly reader: InboxReader,
    private readonly targets: HintTargets,
    private readonly clock: Clock,
  ) {}

  /** Where to go on reading; undefined for the beginning. */
  async position(): Promise<Position | undefined> {
    return (await this.checkpoint.load()).position;
  }

  /** Resolves when these events, or another worker's record of them, stand in the log as ended or waiting. */
  async take(events: readonly StoredEvent[], stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      const outcome = await this.inTurn(() => this.takeOnce(events));
      if (outcome === 'taken') return;
      if (outcome === 'too-many-wait') await this.retry();
      await pause(stand_back_ms, stopping);
    }
  }

  /** Looks again at those that wait, as far as they are due. */
  async retry(): Promise<void> {
    await this.inTurn(async () => {
      const checkpoint = await this.checkpoint.load();
      const { position, waiting } = checkpoint;
      this.pace.keep(new Set(waiting.map(({ webhookId }) => webhookId)));
      const now = this.clock.now();
      const due = waiting.filter(({ webhookId }) => this.pace.isDue(webhookId, now.getTime()));
      if (!position || due.length === 0) return;
      const settled = await this.settle(await this.reader.waitingItems(due));
      if (settled.ended.length > 0) await this.record(checkpoint, position, settled);
    });
  }

  private async takeOnce(events: readonly StoredEvent[]): Promise<'taken' | 'lost' | 'too-many-wait'> {
    const checkpoint = await this.checkpoint.load();
    const { position, waiting } = checkpoint;
    const fresh = position ? events.filter((event) => comparePositions(event.position, position) > 0) : events;
    const last = fresh.at(-1);
    if (!last) return 'taken';
    if (waiting.length >= waiting_max) return 'too-many-wait';
    const settled = await this.settle(await this.reader.itemsOf(fresh));
    return (await this.record(checkpoint, last.position, settled)) ? 'taken' : 'lost';
  }

  private async settle(items: readonly InboxItem[]): Promise<Settled> {
    const now = this.clock.now();
    const { ended, lookUps } = planBatch(items, this.lastSaid.bySubject, now);
    const found = await lookUpAll(
      this.targets,
      lookUps.map(({ hint }) => hint),
    );
    const ends = [...ended];
    const waiting: InboxItem[] = [];
    const answered: PlannedLookUp[] = [];
    for (const lookUp of lookUps) {
      const looked = found.get(lookUp.hint) ?? { outcome: 'unavailable', reason: 'not asked' };
      const concluded = looked.outcome === 'failed' ? this.givenUp(lookUp, looked) : conclude(lookUp, looked, now);
      if (!concluded) waiting.push(...lookUp.items);
      else ends.push(...concluded);
      if (looked.outcome === 'looked-up') answered.push(lookUp);
    }
    for (const { hint } of answered) this.succeededAt[providerOf(hint)] = now.getTime();
    for (const { webhook } of waiting) this.pace.failed(webhook.webhookId, now.getTime());
    return { ended: ends, waiting, answered };
  }

  /** A store that is away is nobody's fault; anything else that throws again and again needs a person. */
  private givenUp({ hint, items }: PlannedLookUp, { error }: Looked & { outcome: 'failed' }): InboxEvent[] | undefined {
    if (error instanceof StoreUnavailable || error instanceof RevisionConflict) return undefined;
    const now = this.clock.now();
    const { tries, since } = this.pace.failuresOf(items[0]?.webhook.webhookId ?? '');
    if (tries < failures_max || this.succeededAt[providerOf(hint)] <= since) return undefined;
    const problem = error instanceof Error ? error.name : 'unknown';
    return items.map(({ webhook: { webhookId }, topic }) => {
      const about = { webhookId, topic, detail: problem, endedAt: now };
      return { type: 'WebhookQuarantined', data: { ...about, reason: 'keeps-failing' } };
    });
  }

  /** False when another worker recorded first. */
  private async record(checkpoint: Checkpoint, position: Position, settled: Settled): Promise<boolean> {
    const { ended, answered } = settled;
    const waiting = stillWaiting(checkpoint.waiting, settled);
    try {
      await this.checkpoint.record(checkpoint, ended, { position, waiting, now: this.clock.now() });
    } catch (error) {
      if (error instanceof RevisionConflict) return false;
      throw error;
    }
    for (const { hint, items } of answered) this.lastSaid.remember(subjectOf(hint), items.at(-1)?.saying ?? '');
    return true;
  }

  private async inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.turn.then(work);
    this.turn = mine.then(
      () => undefined,
      () => undefined,
    );
    return mine;
  }
}

function stillWaiting(before: readonly WaitingWebhook[], { ended, waiting }: Settled): readonly WaitingWebhook[] {
  const waits = new Map(before.map((each) => [each.webhookId, each]));
  for (const { data } of ended) if ('webhookId' in data) waits.delete(data.webhookId);
  for (const {
    webhook: { webhookId },
    replayed,
  } of waiting)
    waits.set(webhookId, { webhookId, replayed: replayed || waits.get(webhookId)?.replayed === true });
  return [...waits.values()];
}
