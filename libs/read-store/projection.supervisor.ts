import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '#libs/platform/logging.js';
import type { Position } from '#libs/event-streams/event-streams.js';
import type { Checkpoint, StoppedAt } from './checkpoint.js';
import { isBefore } from './checkpoint.checks.js';
import type { Database } from './database.js';
import type { Projection } from './projection.definition.js';
import { activateProjection } from './projection.registry.js';
import type { ProjectionState, Retrying } from './projection.state.js';
import { ProjectionStore } from './projection.store.js';
import { Projector, type ProjectorObserver } from './projector.js';

export interface SupervisorContext {
  readonly database: Database;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly signal: AbortSignal;
  readonly idleWriteMs: number;
  /** Everything must be read again from where the checkpoints are now. */
  readonly onConflict: () => void;
}

const stopAgainMs = 1_000;

/** Looks after one version of a projection, through all restarts of its projector. */
export class ProjectionSupervisor implements ProjectorObserver {
  projector: Projector | undefined;
  readonly #store: ProjectionStore;
  #retrying: Retrying | undefined;
  #stopping = false;

  constructor(
    readonly projection: Projection,
    private checkpoint: Checkpoint,
    private readonly context: SupervisorContext,
  ) {
    this.#store = new ProjectionStore(context.database, projection);
  }

  get runs(): boolean {
    return this.isBuilding || this.checkpoint.status === 'active';
  }

  get isBuilding(): boolean {
    return this.checkpoint.status === 'building';
  }

  /** Anew from the checkpoint. */
  start(): Projector | undefined {
    const { status, stoppedAt } = this.checkpoint;
    if (status === 'stopped')
      this.#log('error', 'projection-is-stopped', { stream: stoppedAt?.event, reason: stoppedAt?.reason });
    const { signal, idleWriteMs } = this.context;
    const context = { store: this.#store, observer: this, signal, idleWriteMs };
    this.projector = this.runs ? new Projector(context, this.checkpoint) : undefined;
    return this.projector;
  }

  /** Whether the checkpoint, as it is now, calls for a new start: somebody resumed, retired or rebuilt this version. */
  observe(checkpoint: Checkpoint, positionBefore: Position | undefined): boolean {
    if (this.#stopping) return false;
    const ran = this.runs;
    this.checkpoint = checkpoint;
    return ran !== this.runs || (this.runs && isBefore(checkpoint.position, positionBefore));
  }

  state(behindSince: Date | undefined): ProjectionState {
    const { name, version, status, serving, stoppedAt } = this.checkpoint;
    const position = this.projector?.position ?? this.checkpoint.position;
    return { name, version, status, serving, position, behindSince, stoppedAt, retrying: this.#retrying };
  }

  onRetry(attempts: number, error: unknown): void {
    const since = this.#retrying?.since ?? new Date();
    this.#retrying = { since, attempts, reason: error instanceof Error ? error.message : String(error) };
    this.#log('warn', 'projection-write-retried', { attempt: attempts, error });
  }

  onRecovered(): void {
    this.#log('info', 'projection-write-recovered', { attempt: this.#retrying?.attempts });
    this.#retrying = undefined;
  }

  onConflict(): void {
    this.#log('warn', 'projection-checkpoint-conflict', {});
    this.context.onConflict();
  }

  /** A version that was built beside the one shown takes over. What fails here is tried again with the next batch. */
  async onCaughtUp(position: Position | undefined): Promise<void> {
    if (!this.isBuilding) return;
    try {
      if (!(await activateProjection(this.context.database, this.projection, position))) return;
      this.checkpoint = { ...this.checkpoint, status: 'active', serving: true };
      this.#log('info', 'projection-activated', {});
    } catch (error) {
      this.#log('warn', 'projection-activation-failed', { error });
    }
  }

  /** Goes no further before the operator has been heard (F7.4), and the operator can only see what is in the database. */
  async onStopped(stoppedAt: StoppedAt): Promise<void> {
    const { event: stream, type: eventType, id: eventId, reason } = stoppedAt;
    this.#log('error', 'projection-stopped', { stream, eventType, eventId, reason });
    this.checkpoint = { ...this.checkpoint, status: 'stopped', stoppedAt };
    this.#stopping = true;
    while (!(await this.#recordStop(stoppedAt)) && !this.context.signal.aborted) await delay(stopAgainMs);
    this.#stopping = false;
  }

  /** What it was given could not be read or was not all there. */
  async onFailed(error: unknown): Promise<void> {
    await this.onStopped({
      event: '',
      type: '',
      id: '',
      reason: error instanceof Error ? error.message : String(error),
    });
  }

  async #recordStop(stoppedAt: StoppedAt): Promise<boolean> {
    try {
      await this.#store.stop(stoppedAt);
      return true;
    } catch (error) {
      this.#log('warn', 'projection-stop-not-recorded', { error });
      return false;
    }
  }

  #log(level: 'info' | 'warn' | 'error', event: string, fields: Parameters<Log['info']>[1]): void {
    const { name: projection, version } = this.projection;
    this.context.log[level](event, { projection, version, ...fields });
  }
}
