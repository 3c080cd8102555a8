import { sql, type Transaction } from 'kysely';
import type { Position } from '#libs/event-streams/event-streams.js';
import { isSamePosition } from './checkpoint.checks.js';
import { loadCheckpoints, type Checkpoint } from './checkpoint.js';
import type { Database } from './database.js';
import { withSchemaLock } from './migrations.js';
import { schemaOf, titleOf, type Projection } from './projection.definition.js';
import { createSchema, dropSchemaAside, setSchemaAside, switchViews, viewsOf } from './projection.schema.js';
import { definitionHash } from './table.sql.js';
import type { DB } from './tables.gen.js';

/** The tables of a version are not those that it was created with: bump the version. */
export class DefinitionChanged extends Error {
  override readonly name = 'DefinitionChanged';

  constructor(projection: Projection) {
    super(`The tables of ${titleOf(projection)} have changed since they were created; give it the next version`);
  }
}

/**
 * Creates tables and a checkpoint for each version that has none. The first version of a name is shown in `read.*` at
 * once; a later one is built beside it. Safe when several processes do it at once, and again and again.
 * @throws DefinitionChanged
 */
export async function prepareProjections(database: Database, projections: readonly Projection[]): Promise<void> {
  assertDistinct(projections);
  await inSchemaTransaction(database, async (transaction) => {
    const known = await loadCheckpoints(transaction);
    for (const projection of projections) {
      const checkpoint = known.find((candidate) => isOf(projection, candidate));
      if (!checkpoint) await create(transaction, projection);
      else if (checkpoint.definition !== definitionHash(projection.tables)) throw new DefinitionChanged(projection);
    }
  });
}

/**
 * Shows this version in `read.*` and retires the one shown before, in one transaction: a reader sees either the one or
 * the other. False when the version is not waiting for that any more, or not where the caller took it to be.
 */
export async function activateProjection(
  database: Database,
  projection: Projection,
  caughtUpAt: Position | undefined,
): Promise<boolean> {
  return inSchemaTransaction(database, async (transaction) => {
    const checkpoints = await loadCheckpoints(transaction);
    const checkpoint = checkpoints.find((candidate) => isOf(projection, candidate));
    if (checkpoint?.status !== 'building' || !isSamePosition(checkpoint.position, caughtUpAt)) return false;
    await show(transaction, projection);
    return true;
  });
}

/**
 * Starts a version over from the first event. What `read.*` shows stays as it was until the rebuilt rows have caught
 * up and take its place (F7.8). A running engine notices by itself.
 */
export async function rebuildProjection(database: Database, projection: Projection): Promise<void> {
  await inSchemaTransaction(database, async (transaction) => {
    // First, so that no engine writes to the tables that go.
    const { numUpdatedRows } = await checkpointOf(transaction, projection).set(atStart).executeTakeFirst();
    if (numUpdatedRows === 0n) throw new Error(`${titleOf(projection)} has never run here`);
    await setSchemaAside(transaction, projection);
    await createSchema(transaction, projection);
    const definition = definitionHash(projection.tables);
    await checkpointOf(transaction, projection).set({ definition }).execute();
    await showIfNothingIs(transaction, projection);
  });
}

export function isOf({ name, version }: Projection, checkpoint: Checkpoint): boolean {
  return checkpoint.name === name && checkpoint.version === version;
}

const notStopped = { stopped_event: null, stopped_event_type: null, stopped_event_id: null, stopped_reason: null };
const atStart = { status: 'building', serving: false, commit_position: null, prepare_position: null, ...notStopped };

/** Rather give up, and be tried again, than keep all readers waiting behind one that takes long. */
const lockWait = '2s';

function inSchemaTransaction<Result>(
  database: Database,
  work: (transaction: Transaction<DB>) => Promise<Result>,
): Promise<Result> {
  return withSchemaLock(database, (connection) =>
    connection.transaction().execute(async (transaction) => {
      await sql`set local lock_timeout = ${sql.lit(lockWait)}`.execute(transaction);
      return work(transaction);
    }),
  );
}

async function create(transaction: Transaction<DB>, projection: Projection): Promise<void> {
  const { name, version, tables } = projection;
  await createSchema(transaction, projection);
  await transaction
    .insertInto('engine.projection_checkpoint')
    .values({ projection: name, version, status: 'building', serving: false, definition: definitionHash(tables) })
    .execute();
  await showIfNothingIs(transaction, projection);
}

/** Queries find empty tables rather than none. */
async function showIfNothingIs(transaction: Transaction<DB>, projection: Projection): Promise<void> {
  if ((await viewsOf(transaction, projection.name)).length === 0) await show(transaction, projection);
}

async function show(transaction: Transaction<DB>, projection: Projection): Promise<void> {
  await transaction
    .updateTable('engine.projection_checkpoint')
    .set({ status: 'retired', serving: false })
    .where('projection', '=', projection.name)
    .where((row) => row.or([row('serving', '=', true), row('version', '<', projection.version)]))
    .execute();
  await checkpointOf(transaction, projection).set({ status: 'active', serving: true }).execute();
  await switchViews(transaction, projection);
  await dropSchemaAside(transaction, projection);
}

function checkpointOf(transaction: Transaction<DB>, { name, version }: Projection) {
  return transaction
    .updateTable('engine.projection_checkpoint')
    .where('projection', '=', name)
    .where('version', '=', version);
}

/** Versions of one name may stand side by side; tables of different names must not share a view. */
function assertDistinct(projections: readonly Projection[]): void {
  const owners = new Map<string, string>();
  for (const projection of projections)
    for (const taken of [schemaOf(projection), ...projection.tables.map(({ name }) => `read.${name}`)]) {
      const owner = owners.get(taken);
      if (owner !== undefined && (owner !== projection.name || !taken.startsWith('read.')))
        throw new Error(`${taken} belongs to ${owner} and ${projection.name}`);
      owners.set(taken, projection.name);
    }
}
