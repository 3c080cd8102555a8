import type {
  AllStreamSubscription,
  EventStoreDBClient,
  Filter,
  Position,
  StreamSubscription,
  SubscribeToAllOptions,
} from '@eventstore/db-client';

export type Notice =
  | { readonly kind: 'confirmation' | 'caughtUp' | 'fellBehind' }
  | { readonly kind: 'event'; readonly name: string; readonly position: Position | undefined }
  | { readonly kind: 'checkpoint'; readonly position: Position }
  | { readonly kind: 'error'; readonly error: unknown };

interface DeliveredEvent {
  readonly event?: { readonly streamId: string; readonly revision: bigint; readonly position?: Position | undefined };
}

/** Everything that a subscription says, in order. */
export class FollowedSubscription {
  readonly notices: Notice[] = [];
  readonly kinds: string[] = [];
  /** `stream@revision` of every event. */
  readonly events: string[] = [];
  readonly checkpoints: Position[] = [];
  private readonly waiting = new Set<() => void>();

  constructor(readonly subscription: AllStreamSubscription | StreamSubscription) {
    subscription.on('confirmation', () => this.note({ kind: 'confirmation' }));
    subscription.on('caughtUp', () => this.note({ kind: 'caughtUp' }));
    subscription.on('fellBehind', () => this.note({ kind: 'fellBehind' }));
    subscription.on('error', (error: unknown) => this.note({ kind: 'error', error }));
    subscription.on('data', ({ event }: DeliveredEvent) => {
      if (event === undefined) return;
      this.note({ kind: 'event', name: `${event.streamId}@${event.revision}`, position: event.position });
    });
  }

  note(notice: Notice): void {
    this.notices.push(notice);
    this.kinds.push(notice.kind);
    if (notice.kind === 'event') this.events.push(notice.name);
    if (notice.kind === 'checkpoint') this.checkpoints.push(notice.position);
    for (const wake of this.waiting) wake();
  }

  /** Resolves when the notices so far satisfy the condition. */
  until(condition: (followed: FollowedSubscription) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!condition(this)) return;
        this.waiting.delete(check);
        resolve();
      };
      this.waiting.add(check);
      check();
    });
  }

  untilCaughtUp(): Promise<void> {
    return this.until(({ kinds }) => kinds.includes('caughtUp'));
  }

  untilEvents(count: number): Promise<void> {
    return this.until(({ events }) => events.length >= count);
  }

  async stop(): Promise<void> {
    await this.subscription.unsubscribe();
  }
}

/** Follows what a filter lets through, and notes the checkpoints. */
export function followFilter(
  client: EventStoreDBClient,
  filter: Filter,
  options: SubscribeToAllOptions = {},
): FollowedSubscription {
  let noteCheckpoint: (position: Position) => void = () => undefined;
  const checkpointReached = (_: AllStreamSubscription, position: Position): void => noteCheckpoint(position);
  const followed = new FollowedSubscription(
    client.subscribeToAll({ ...options, filter: { ...filter, checkpointReached } }),
  );
  noteCheckpoint = (position) => followed.note({ kind: 'checkpoint', position });
  return followed;
}
