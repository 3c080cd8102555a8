import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Position } from '#libs/event-streams/event-streams.js';
import type { Database } from './database.js';
import type { EngineProjectionCheckpoint } from './tables.gen.js';

/**
 * - `building`: catching up, not shown in `read.*` yet.
 * - `active`: shown in `read.*`.
 * - `stopped`: at an event that it cannot apply; goes on after `resumeProjection` (F7.4).
 * - `retired`: a newer version took over.
 */
const statuses = ['building', 'active', 'stopped', 'retired'] as const;
export type ProjectionStatus = (typeof statuses)[number];

/** The event that a projection cannot apply, and why. */
export interface StoppedAt {
  /** `stream@revision` */
  readonly event: string;
  readonly type: string;
  readonly id: string;
  readonly reason: string;
}

/** How far a version of a projection has come. */
export interface Checkpoint {
  readonly name: string;
  readonly version: number;
  readonly status: ProjectionStatus;
  /** Whether `read.*` shows it. */
  readonly serving: boolean;
  /** Everything up to here is in its tables; undefined before the first event. */
  readonly position: Position | undefined;
  readonly stoppedAt: StoppedAt | undefined;
  readonly definition: string;
  readonly updatedAt: Date;
}

/** Of every version that ever was registered. */
export async function loadCheckpoints(database: Pick<Database, 'selectFrom'>): Promise<Checkpoint[]> {
  const rows = await database
    .selectFrom('engine.projection_checkpoint')
    .selectAll()
    .orderBy('projection')
    .orderBy('version')
    .execute();
  return rows.map(fromRow);
}

function fromRow(row: Selectable<EngineProjectionCheckpoint>): Checkpoint {
  const { projection: name, version, serving, definition, updated_at: updatedAt } = row;
  const status = z.enum(statuses).parse(row.status);
  return {
    name,
    version,
    status,
    serving,
    definition,
    updatedAt,
    position: positionOf(row),
    stoppedAt: stoppedAt(row),
  };
}

function positionOf(row: Selectable<EngineProjectionCheckpoint>): Position | undefined {
  const { commit_position: commit, prepare_position: prepare } = row;
  return commit === null || prepare === null ? undefined : { commit: BigInt(commit), prepare: BigInt(prepare) };
}

function stoppedAt(row: Selectable<EngineProjectionCheckpoint>): StoppedAt | undefined {
  const { stopped_event: event, stopped_event_type: type, stopped_event_id: id, stopped_reason: reason } = row;
  return reason === null ? undefined : { event: event ?? '', type: type ?? '', id: id ?? '', reason };
}
