import { setTimeout as delay } from 'node:timers/promises';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import type { Log } from '#libs/platform/logging.js';
import { assertNotAhead, CheckpointAhead, positionsText } from './checkpoint.checks.js';
import { loadCheckpoints, type Checkpoint } from './checkpoint.js';
import type { Database } from './database.js';
import { LagWatch } from './lag.watch.js';
import type { Projection } from './projection.definition.js';
import { isOf } from './projection.registry.js';
import type { ProjectionState } from './projection.state.js';
import { ProjectionSupervisor } from './projection.supervisor.js';
import { groupProjectors } from './projector.groups.js';
import type { Projector } from './projector.js';
import { SharedSubscription } from './shared.subscription.js';

export interface FleetOptions {
  readonly projections: readonly Projection[];
  readonly eventStreams: EventStreams;
  readonly database: Database;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Ends the run; what was delivered is still written. */
  readonly signal: AbortSignal;
  readonly timing: FleetTiming;
}

export interface FleetTiming {
  /** How often checkpoints and the end of the log are looked at. */
  readonly pollMs: number;
  /** How often a checkpoint moves when no event in between concerns the projection. */
  readonly idleWriteMs: number;
  /** How long another engine must rest before this one takes over from it; longer than that. */
  readonly standByMs: number;
}

/**
 * Runs projectors in groups that share a subscription. Whatever calls for another arrangement (a checkpoint that was
 * moved, a version that was resumed or has caught up) ends all groups, and new ones start from the checkpoints.
 */
export class ProjectorFleet {
  readonly #lag: LagWatch;
  readonly #supervisors = new Map<Projection, ProjectionSupervisor>();
  /** Those whose subscription failed while others shared it. */
  readonly #alone = new Set<Projection>();
  #subscriptions: SharedSubscription[] = [];
  #regroup = new AbortController();
  #conflicted = false;
  #unseen = false;

  constructor(private readonly options: FleetOptions) {
    this.#lag = new LagWatch(options.eventStreams);
  }

  states(): readonly ProjectionState[] {
    return [...this.#supervisors.values()].map((supervisor) => supervisor.state(this.#behindSince(supervisor)));
  }

  /** Takes the checkpoints as they are. @throws CheckpointAhead */
  async load(): Promise<void> {
    const { database, log, signal, eventStreams, timing } = this.options;
    const checkpoints = await this.#checkpoints();
    const needed = [...checkpoints.values()].filter(({ status }) => status !== 'retired');
    assertNotAhead(needed, await eventStreams.head());
    const onConflict = (): void => this.#onConflict();
    const context = { database, log, signal, idleWriteMs: timing.idleWriteMs, onConflict };
    for (const [projection, checkpoint] of checkpoints)
      this.#supervisors.set(projection, new ProjectionSupervisor(projection, checkpoint, context));
  }

  /** @throws CheckpointAhead */
  async run(): Promise<void> {
    const { signal } = this.options;
    while (!signal.aborted) {
      this.#start();
      await this.#watch(AbortSignal.any([signal, this.#regroup.signal]));
      await Promise.all(this.#subscriptions.map((subscription) => subscription.stop()));
      if (this.#conflicted) await this.#standBy();
      await this.#untilDone(() => this.load());
    }
  }

  #start(): void {
    this.#regroup = new AbortController();
    this.#conflicted = false;
    const projectors = [...this.#supervisors.values()].flatMap((supervisor) => supervisor.start() ?? []);
    this.#subscriptions = this.#group(projectors).map(
      (group) => new SharedSubscription(group, this.options.eventStreams, (error) => void this.#onFailed(group, error)),
    );
  }

  #group(projectors: readonly Projector[]): Projector[][] {
    return groupProjectors(projectors, {
      isBuilding: ({ projection }) => this.#supervisors.get(projection)?.isBuilding ?? false,
      isAlone: ({ projection }) => this.#alone.has(projection),
    });
  }

  async #watch(ended: AbortSignal): Promise<void> {
    for (
      await pause(this.options.timing.pollMs, ended);
      !ended.aborted;
      await pause(this.options.timing.pollMs, ended)
    ) {
      try {
        await this.#look();
        this.#unseen = false;
      } catch (error) {
        if (!this.#unseen) this.options.log.warn('projections-not-observed', { error });
        this.#unseen = true;
      }
    }
  }

  async #look(): Promise<void> {
    const supervisors = [...this.#supervisors.values()];
    const before = supervisors.map(({ projector }) => projector?.position);
    const checkpoints = await this.#checkpoints();
    const moved = supervisors.filter((supervisor, index) => {
      const checkpoint = checkpoints.get(supervisor.projection);
      return checkpoint && supervisor.observe(checkpoint, before[index]);
    });
    if (moved.length > 0) return this.#regroup.abort();
    const running = supervisors.flatMap(({ projector }) => (projector && !projector.ended ? [projector] : []));
    for (const projector of running) projector.nudge();
    await this.#lag.look(running);
    // A subscription says that it is live with its first batch, which nothing but foreign events may never bring.
    for (const supervisor of supervisors)
      if (!this.#behindSince(supervisor)) await supervisor.onCaughtUp(supervisor.projector?.position);
    if (this.#couldShareMore(running)) this.#regroup.abort();
  }

  #behindSince({ projector }: ProjectionSupervisor): Date | undefined {
    return projector && this.#lag.behindSince(projector);
  }

  #couldShareMore(running: readonly Projector[]): boolean {
    return running.every(({ live }) => live) && this.#group(running).length < this.#subscriptions.length;
  }

  #onConflict(): void {
    this.#conflicted = true;
    this.#regroup.abort();
  }

  /** An event that cannot even be read, or events that are missing. Not all need be concerned: let each find out alone. */
  async #onFailed(group: readonly Projector[], error: unknown): Promise<void> {
    this.options.log.error('projection-subscription-failed', { count: group.length, error });
    const [first, ...others] = group.map(({ projection }) => projection);
    if (first && others.length === 0) return this.#supervisors.get(first)?.onFailed(error);
    for (const { projection } of group) this.#alone.add(projection);
    this.#regroup.abort();
  }

  /** As long as somebody else moves the checkpoints, that one is the engine and this one waits (F7.3). */
  async #standBy(): Promise<void> {
    const { signal, timing } = this.options;
    let last: string | undefined;
    for (;;) {
      const checkpoints = await this.#untilDone(() => this.#checkpoints());
      const now = positionsText([...(checkpoints ?? new Map<Projection, Checkpoint>()).values()]);
      if (signal.aborted || now === last) return;
      last = now;
      await pause(timing.standByMs * (1 + Math.random()), signal);
    }
  }

  /** Undefined when told to end before it could be done. */
  async #untilDone<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    const { signal, log, timing } = this.options;
    while (!signal.aborted) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof CheckpointAhead) throw error;
        log.warn('projections-not-loaded', { error });
        await pause(timing.pollMs, signal);
      }
    }
    return undefined;
  }

  async #checkpoints(): Promise<Map<Projection, Checkpoint>> {
    const loaded = await loadCheckpoints(this.options.database);
    const found = new Map<Projection, Checkpoint>();
    for (const projection of this.options.projections) {
      const checkpoint = loaded.find((candidate) => isOf(projection, candidate));
      if (checkpoint) found.set(projection, checkpoint);
    }
    return found;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
