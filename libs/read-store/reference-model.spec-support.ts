import type { PoolClient } from 'pg';
import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import type { Cells, Change } from './changes.js';
import type { Database } from './database.js';
import { Delivery } from './delivery.js';
import type { Projection } from './projection.definition.js';
import type { Table } from './table.definition.js';

/** Applies events one by one and changes one by one, each as the plainest SQL. Returns the event it had to stop at. */
export async function applyPlainly(
  database: Database,
  { projection, schema }: { readonly projection: Projection; readonly schema: string },
  events: readonly StoredEvent[],
): Promise<string | undefined> {
  const client = await database.pool.connect();
  try {
    for (const event of events.filter(({ streamName }) =>
      projection.streams.some((prefix) => streamName.startsWith(prefix)),
    ))
      if (!(await applyEvent(client, { projection, schema }, event))) return `${event.streamName}@${event.revision}`;
    return undefined;
  } finally {
    client.release();
  }
}

async function applyEvent(
  client: PoolClient,
  { projection, schema }: { readonly projection: Projection; readonly schema: string },
  stored: StoredEvent,
): Promise<boolean> {
  await client.query('begin');
  try {
    const delivery = new Delivery(stored);
    const event = delivery.eventFor(projection.codecOf(stored.type));
    for (const change of projection.changesOf(event, delivery.meta)) await applyChange(client, schema, change);
    await client.query('commit');
    return true;
  } catch {
    await client.query('rollback');
    return false;
  }
}

async function applyChange(client: PoolClient, schema: string, change: Change): Promise<void> {
  const target = `${schema}.${change.table.name}`;
  if (change.kind === 'insert') return insertRow(client, target, change.row);
  if (change.kind === 'insertOrIgnore') {
    if (!(await exists(client, { target, table: change.table }, change.row)))
      await insertRow(client, target, change.row);
    return;
  }
  const { table, key, values, kind } = change;
  const increments = kind === 'add' ? change.increments : {};
  if (!(await exists(client, { target, table }, key))) {
    if (kind === 'update') throw new Error('No such row');
    return insertRow(client, target, { ...key, ...values, ...increments });
  }
  const sets = [
    ...Object.keys(values).map((name, index) => `${name} = $${index + 1}`),
    ...Object.entries(increments).map(([name, by]) => `${name} = ${name} + ${by}`),
  ];
  const keys = table.key.map((name) => `${name} = '${String(key[name])}'`);
  await client.query(`update ${target} set ${sets.join()} where ${keys.join(' and ')}`, Object.values(values));
}

async function insertRow(client: PoolClient, target: string, row: Cells): Promise<void> {
  const places = Object.keys(row).map((_, index) => `$${index + 1}`);
  await client.query(
    `insert into ${target} (${Object.keys(row).join()}) values (${places.join()})`,
    Object.values(row),
  );
}

async function exists(
  client: PoolClient,
  { target, table }: { readonly target: string; readonly table: Table },
  key: Cells,
): Promise<boolean> {
  const conditions = table.key.map((name, index) => `${name} = $${index + 1}`);
  const values = table.key.map((name) => key[name]);
  const { rowCount } = await client.query(`select from ${target} where ${conditions.join(' and ')}`, values);
  return rowCount === 1;
}
