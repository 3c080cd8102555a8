import { escapeLiteral, type PoolClient } from 'pg';
import type { Position } from '#libs/event-streams/event-streams.js';
import type { ChangeFold } from './change.fold.js';
import { loadCheckpoints, type Checkpoint, type StoppedAt } from './checkpoint.js';
import type { Database } from './database.js';
import { schemaOf, titleOf, type Projection } from './projection.definition.js';
import { isOf } from './projection.registry.js';
import { writeRows } from './row.writer.js';
import { CheckpointConflict } from './write-errors.js';

/** From the checkpoint that the rows build on to the one that they lead to. */
export interface Step {
  readonly from: Position | undefined;
  readonly to: Position;
}

/** The tables and the checkpoint of one version of a projection. */
export class ProjectionStore {
  constructor(
    private readonly database: Database,
    readonly projection: Projection,
  ) {}

  /**
   * Writes rows and checkpoint in one transaction, so each event takes effect exactly once (F7.1), provided that the
   * checkpoint still is where the rows build on (F7.3). The transaction does not wait for the disk: after a crash of
   * Postgres the last rows may be gone, but then the checkpoint is back with them.
   * @throws CheckpointConflict, RowsMissing and whatever Postgres answers.
   */
  async write(fold: ChangeFold, step: Step): Promise<void> {
    const client = await this.database.pool.connect();
    try {
      await this.moveCheckpoint(client, step);
      await writeRows(client, schemaOf(this.projection), fold);
      await client.query('commit');
      client.release();
    } catch (error) {
      await rollBack(client);
      throw error;
    }
  }

  async load(): Promise<Checkpoint | undefined> {
    const checkpoints = await loadCheckpoints(this.database);
    return checkpoints.find((checkpoint) => isOf(this.projection, checkpoint));
  }

  /** False when the version does not run any more. */
  async stop({ event, type, id, reason }: StoppedAt): Promise<boolean> {
    const { numUpdatedRows } = await this.database
      .updateTable('engine.projection_checkpoint')
      .set({
        status: 'stopped',
        stopped_event: event,
        stopped_event_type: type,
        stopped_event_id: id,
        stopped_reason: reason,
      })
      .where('projection', '=', this.projection.name)
      .where('version', '=', this.projection.version)
      .where('status', 'in', ['building', 'active'])
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** First, because its row lock makes another engine wait here rather than do the same work. */
  private async moveCheckpoint(client: PoolClient, { from, to }: Step): Promise<void> {
    const { name, version } = this.projection;
    // One round trip for all three; a text with several statements takes no parameters.
    const results: unknown = await client.query(`begin; set local synchronous_commit to off;
      update engine.projection_checkpoint
      set commit_position = ${to.commit}, prepare_position = ${to.prepare}, updated_at = now()
      where projection = ${escapeLiteral(name)} and version = ${version} and status in ('building', 'active')
        and commit_position is not distinct from ${from?.commit ?? 'null'}
        and prepare_position is not distinct from ${from?.prepare ?? 'null'}`);
    if (rowCountOfLast(results) !== 1) throw new CheckpointConflict(`${titleOf(this.projection)} is elsewhere`);
  }
}

function rowCountOfLast(results: unknown): unknown {
  const last: unknown = Array.isArray(results) ? results.at(-1) : undefined;
  return typeof last === 'object' && last !== null && 'rowCount' in last ? last.rowCount : undefined;
}

/** A client that cannot roll back is not given to anybody else. */
async function rollBack(client: PoolClient): Promise<void> {
  try {
    await client.query('rollback');
    client.release();
  } catch (error) {
    client.release(error instanceof Error ? error : true);
  }
}
