import type { Database } from './database.js';
import { dropSchemas } from './projection.schema.js';
import type { Projection } from './projection.definition.js';

type Version = Pick<Projection, 'name' | 'version'>;

/**
 * Lets a stopped version go on, at the event that it stopped at, after what was wrong has been mended; or a retired
 * one catch up and take over again, which is the way back after a failed release. A running engine notices by itself.
 * False when it is neither stopped nor retired.
 */
export async function resumeProjection(database: Database, { name, version }: Version): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('engine.projection_checkpoint')
    .set((row) => ({
      status: row.case().when('serving', '=', true).then('active').else('building').end(),
      stopped_event: null,
      stopped_event_type: null,
      stopped_event_id: null,
      stopped_reason: null,
    }))
    .where('projection', '=', name)
    .where('version', '=', version)
    .where('status', 'in', ['stopped', 'retired'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Deletes a retired version and its tables. False when it is not retired. */
export async function removeRetiredProjection(database: Database, { name, version }: Version): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('engine.projection_checkpoint')
      .where('projection', '=', name)
      .where('version', '=', version)
      .where('status', '=', 'retired')
      .executeTakeFirst();
    if (numDeletedRows === 0n) return false;
    await dropSchemas(transaction, { name, version });
    return true;
  });
}
