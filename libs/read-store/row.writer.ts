import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { ChangeFold } from './change.fold.js';
import { groupRows, type RowGroup } from './row.groups.js';
import {
  copyStatement,
  copyText,
  insertOrIgnoreStatement,
  insertStatement,
  updateStatement,
  upsertStatement,
  type Statement,
  type Target,
} from './row.statements.js';
import { RowsMissing } from './write-errors.js';

/** Below this many rows a COPY is not worth its extra round trips. */
const copyRowsMin = 64;

/** Writes what was folded into the tables of a schema, within the client's transaction. @throws RowsMissing */
export async function writeRows(client: PoolClient, schema: string, fold: ChangeFold): Promise<void> {
  for (const table of fold.tables)
    for (const group of groupRows(table)) await writeGroup(client, { schema, layout: table.layout }, group);
}

async function writeGroup(client: PoolClient, target: Target, group: RowGroup): Promise<void> {
  switch (group.mode) {
    case 'insert':
      if (group.rows.length >= copyRowsMin) await copy(client, target, group);
      else await run(client, insertStatement(target, group));
      return;
    case 'insertOrIgnore':
      await run(client, insertOrIgnoreStatement(target, group));
      return;
    case 'upsert':
      await run(client, upsertStatement(target, group));
      return;
    case 'update': {
      const found = await run(client, updateStatement(target, group));
      if (found !== group.rows.length) throw new RowsMissing(target.layout.table.name, group.rows.length, found);
    }
  }
}

async function run(client: PoolClient, { text, values }: Statement): Promise<number> {
  const { rowCount } = await client.query(text, [...values]);
  return rowCount ?? 0;
}

async function copy(client: PoolClient, target: Target, { rows }: RowGroup): Promise<void> {
  await pipeline([copyText(target.layout, rows)], client.query(copyFrom(copyStatement(target))));
}
