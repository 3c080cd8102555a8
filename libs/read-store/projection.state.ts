import type { Position } from '#libs/event-streams/event-streams.js';
import type { ProjectionStatus, StoppedAt } from './checkpoint.js';

/** How a projection fares, for health checks, metrics and the operator. */
export interface ProjectionState {
  readonly name: string;
  readonly version: number;
  readonly status: ProjectionStatus;
  /** Whether `read.*` shows it. */
  readonly serving: boolean;
  readonly position: Position | undefined;
  /** Since when the log has held something that is not in the tables yet; undefined while it is up to date. */
  readonly behindSince: Date | undefined;
  readonly stoppedAt: StoppedAt | undefined;
  /** Set while the database refuses or cannot be reached. */
  readonly retrying: Retrying | undefined;
}

export interface Retrying {
  readonly since: Date;
  readonly attempts: number;
  readonly reason: string;
}
