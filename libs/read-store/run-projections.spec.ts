import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase } from './database.js';
import { EngineHarness, eventually, rowsOf } from './engine.spec-support.js';
import { resumeProjection } from './projection.admin.js';
import { defineProjection, type Projection } from './projection.definition.js';
import { applyPlainly } from './reference-model.spec-support.js';
import { tillCodec, tillsProjection } from './sample-projection.spec-support.js';
import { text } from './column.types.js';
import { defineTable } from './table.definition.js';
import { createTables } from './table.sql.js';
import { insert } from './changes.js';

const tills = tillsProjection();
const opening = defineTable({ name: 'till_opening', columns: { till: text, owner: text }, key: ['till'] });
const openings = defineProjection({
  name: 'openings',
  version: 1,
  streams: ['till-'],
  codecs: [tillCodec],
  tables: [opening],
  on: {
    TillOpened: ({ till, owner }) => [insert(opening, { till, owner })],
    MoneyMoved: 'ignored',
    TillLabelled: 'ignored',
    TillSeen: 'ignored',
    TillClosed: 'ignored',
  },
});

describe('runProjections', () => {
  let harness: EngineHarness;
  beforeEach(async () => {
    harness = await EngineHarness.create(7);
  });
  afterEach(() => harness.close());

  const open = (till: string): void => void harness.log.record(`till-${till}`, 'TillOpened.v1', { till, owner: 'ann' });
  const move = (till: string, minor: string): void =>
    void harness.log.record(`till-${till}`, 'MoneyMoved.v1', { till, minor });
  const label = (till: string): void =>
    void harness.log.record(`till-${till}`, 'TillLabelled.v1', { till, label: 'x' });

  /** The rows that the whole log leads to. */
  async function expectedRows(projection: Projection): Promise<unknown> {
    await sql`create schema plain`.execute(harness.database);
    for (const statement of createTables('plain', projection.tables))
      await sql.raw(statement).execute(harness.database);
    await applyPlainly(harness.database, { projection, schema: 'plain' }, harness.log.events);
    return rowsOf(harness.database, projection, 'plain');
  }

  it('takes in history and what comes after, for all projections through one subscription', async () => {
    for (const till of ['a', 'b']) open(till);
    harness.log.record('elsewhere-1', 'Whatever.v1', {});
    const running = await harness.run([tills, openings]);
    for (let n = 0; n < 50; n++) move('a', '5');
    await harness.caughtUp(tills);
    await harness.caughtUp(openings);
    expect(await harness.rows(tills)).toEqual(await expectedRows(tills));
    expect(await harness.rows(openings)).toMatchObject({ till_opening: [{ till: 'a' }, { till: 'b' }] });
    expect(harness.log.subscriptions).toBe(1);
    await eventually(() => running.states().every(({ status, behindSince }) => status === 'active' && !behindSince));
  });

  it('goes on from the checkpoint after a restart', async () => {
    open('a');
    const first = await harness.run([tills]);
    await harness.caughtUp(tills);
    await first.stop();
    for (let n = 0; n < 20; n++) move('a', '1');
    await harness.run([tills]);
    await harness.caughtUp(tills);
    expect(await harness.rows(tills)).toMatchObject({ till_balance: [{ balance_minor: '20', moves: '20' }] });
  });

  it('F7.3 does no harm when two engines run at once', async () => {
    for (const till of ['a', 'b', 'c']) open(till);
    const other = openDatabase({ url: harness.test.url });
    await Promise.all([harness.run([tills, openings]), harness.run([tills, openings], other)]);
    for (let n = 0; n < 300; n++) {
      move(['a', 'b', 'c'][n % 3] ?? 'a', `${n}`);
      if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await harness.caughtUp(tills);
    await harness.caughtUp(openings);
    expect(await harness.rows(tills)).toEqual(await expectedRows(tills));
    expect(harness.entries.map(({ event }) => event)).toContain('projection-checkpoint-conflict');
    await other.close();
  });

  it('F7.1 loses and doubles nothing when its transaction dies before the commit', async () => {
    open('a');
    const running = await harness.run([tills]);
    await harness.caughtUp(tills);
    const before = await harness.checkpoint(tills);
    await harness.database.transaction().execute(async (blocker) => {
      await sql`lock table tills_v1.till_move in exclusive mode`.execute(blocker);
      for (let n = 0; n < 100; n++) move('a', '1');
      await eventually(async () => (await terminateWaiting()) > 0);
      await eventually(() => running.states()[0]?.retrying !== undefined);
      await eventually(() => running.states()[0]?.behindSince !== undefined);
      expect(await harness.checkpoint(tills)).toMatchObject({ position: before?.position });
    });
    await harness.caughtUp(tills);
    expect(await harness.rows(tills)).toMatchObject({ till_balance: [{ balance_minor: '100', moves: '100' }] });
    await eventually(() => running.states()[0]?.retrying === undefined);
    await eventually(() => running.states()[0]?.behindSince === undefined);
  });

  async function terminateWaiting(): Promise<number> {
    const { rows } = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(harness.database);
    return rows.length;
  }

  it('F7.4 stops the projection that a bad event concerns, and only that one, until it is resumed', async () => {
    open('a');
    move('a', '3');
    label('nobody');
    open('b');
    const running = await harness.run([tills, openings]);
    await harness.caughtUp(openings);
    await eventually(async () => (await harness.checkpoint(tills))?.status === 'stopped');
    expect(await harness.checkpoint(tills)).toMatchObject({
      position: harness.log.events[1]?.position,
      stoppedAt: {
        event: 'till-nobody@0',
        type: 'TillLabelled.v1',
        id: harness.log.events[2]?.id,
        reason: 'RowsMissing: till: 1 of 1 rows to update are not there',
      },
    });
    expect(await harness.rows(tills)).toMatchObject({ till: [{ till: 'a' }], till_balance: [{ balance_minor: '3' }] });
    expect(harness.entries).toContainEqual(
      expect.objectContaining({ event: 'projection-stopped', stream: 'till-nobody@0' }),
    );

    await sql`insert into tills_v1.till values ('nobody', 'mended', false, null, now())`.execute(harness.database);
    expect(await resumeProjection(harness.database, tills)).toBe(true);
    await harness.caughtUp(tills);
    expect(await harness.checkpoint(tills)).toMatchObject({ status: 'active', stoppedAt: undefined });
    expect(await harness.rows(tills)).toMatchObject({
      till: [{ till: 'a' }, { till: 'b' }, { owner: 'mended', label: 'x' }],
    });
    await eventually(() => running.states().every(({ behindSince }) => behindSince === undefined));
  });

  it('F7.5 stops at a type that no codec knows, but only in its own streams', async () => {
    harness.log.record('elsewhere-1', 'Unknown.v1', {});
    harness.log.record('till-a', 'Unknown.v1', {});
    await harness.run([tills]);
    await eventually(async () => (await harness.checkpoint(tills))?.status === 'stopped');
    expect(await harness.checkpoint(tills)).toMatchObject({
      stoppedAt: { event: 'till-a@0', reason: expect.stringContaining('UnknownEventType') },
    });
  });

  it('F7.7 stops the one whose events cannot be read or are not all there, and lets the others go on', async () => {
    const others = { ...openings, name: 'others', streams: ['till-', 'broken-'] };
    const table = { ...opening, name: 'other_opening' };
    harness.log.breakAt('broken-');
    open('a');
    const running = await harness.run([openings, { ...others, tables: [table] }]);
    await eventually(() => running.states().some(({ status }) => status === 'stopped'));
    open('b');
    await eventually(async () => (await harness.rows(openings))['till_opening']?.length === 2);
    expect(running.states()).toMatchObject([
      { name: 'openings', status: 'active' },
      { name: 'others', status: 'stopped', stoppedAt: { reason: 'Events of broken- are missing' } },
    ]);
  });

  it('F7.9 refuses to run on a log that ends before the tables do', async () => {
    open('a');
    open('b');
    const first = await harness.run([tills]);
    await harness.caughtUp(tills);
    await first.stop();
    harness.log.events.pop();
    await expect(harness.run([tills])).rejects.toMatchObject({ name: 'CheckpointAhead' });
    harness.log.events.pop();
    await expect(harness.run([tills])).rejects.toThrow('tills v1 stands at 200/200, but the log ends at its start');
  });
});
