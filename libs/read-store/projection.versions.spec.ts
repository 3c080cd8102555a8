import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { insert } from './changes.js';
import { loadCheckpoints } from './checkpoint.js';
import { nullable, text, type Columns } from './column.types.js';
import { EngineHarness, eventually } from './engine.spec-support.js';
import { removeRetiredProjection, resumeProjection } from './projection.admin.js';
import { defineProjection, type Projection } from './projection.definition.js';
import { prepareProjections, rebuildProjection } from './projection.registry.js';
import { tillCodec, tillsProjection } from './sample-projection.spec-support.js';
import { defineTable } from './table.definition.js';

const ignored = { MoneyMoved: 'ignored', TillLabelled: 'ignored', TillSeen: 'ignored', TillClosed: 'ignored' } as const;

/** Each version has its own columns. */
function openings(version: number, extra: Columns = {}, title = 'till_opening'): Projection {
  const table = defineTable({ name: title, columns: { till: text, owner: text, ...extra }, key: ['till'] });
  return defineProjection({
    name: 'openings',
    version,
    streams: ['till-'],
    codecs: [tillCodec],
    tables: [table],
    on: { ...ignored, TillOpened: ({ till, owner }) => [insert(table, { till, owner: `${owner} ${version}` })] },
  });
}

describe('versions of a projection', () => {
  const [v1, v2] = [openings(1), openings(2, { note: nullable(text) })];
  let harness: EngineHarness;
  beforeEach(async () => {
    harness = await EngineHarness.create();
  });
  afterEach(() => harness.close());

  function open(count: number): void {
    const start = harness.log.events.length;
    for (let n = start; n < start + count; n++)
      harness.log.record(`till-${n}`, 'TillOpened.v1', { till: `${n}`, owner: 'ann' });
  }

  async function read(columns = '*'): Promise<Record<string, unknown>[]> {
    const { rows } = await sql<Record<string, unknown>>`
      select ${sql.raw(columns)} from read.till_opening order by till`.execute(harness.database);
    return rows;
  }

  const statusOf = async (projection: Projection): Promise<unknown> => (await harness.checkpoint(projection))?.status;

  it('shows the first version at once, so that queries find empty tables rather than none', async () => {
    await prepareProjections(harness.database, [v1]);
    expect(await read()).toEqual([]);
    expect(await harness.checkpoint(v1)).toMatchObject({ status: 'active', serving: true, position: undefined });
  });

  it('is safe when several processes prepare at once, and again', async () => {
    await Promise.all([1, 2, 3].map(() => prepareProjections(harness.database, [v1, tillsProjection()])));
    await prepareProjections(harness.database, [v1]);
    expect((await loadCheckpoints(harness.database)).map(({ name }) => name)).toEqual(['openings', 'tills']);
  });

  it('builds the next one beside it and switches when it has caught up, without a gap for readers', async () => {
    open(300);
    const first = await harness.run([v1]);
    await harness.caughtUp(v1);
    const counts: number[] = [];
    const done = new AbortController();
    const reader = (async () => {
      while (!done.signal.aborted) counts.push((await read('owner')).length);
    })();
    await harness.run([v1, v2]);
    await eventually(async () => (await statusOf(v2)) === 'active');
    await first.stop();
    done.abort();
    await reader;
    expect(counts.length).toBeGreaterThan(1);
    expect(new Set(counts)).toEqual(new Set([300]));
    expect((await read())[0]).toEqual({ till: '0', owner: 'ann 2', note: null });
    expect(await harness.checkpoint(v1)).toMatchObject({ status: 'retired', serving: false });

    open(1);
    await harness.caughtUp(v2);
    expect(await read()).toHaveLength(301);
    expect((await harness.checkpoint(v1))?.position).not.toEqual(await harness.log.head());
  });

  it('switches when there is nothing to catch up with', async () => {
    await prepareProjections(harness.database, [v1]);
    harness.log.record('elsewhere-1', 'Whatever.v1', {});
    harness.log.keepsQuietAboutOthers = true;
    await harness.run([v1, v2]);
    await eventually(async () => (await statusOf(v2)) === 'active');
    expect(await read()).toEqual([]);
  });

  it('drops the views that only the old version had', async () => {
    await prepareProjections(harness.database, [v1]);
    open(1);
    const renamed = openings(2, {}, 'opened_till');
    await harness.run([renamed]);
    await eventually(async () => (await statusOf(renamed)) === 'active');
    await expect(read()).rejects.toThrow('read.till_opening');
    const { rows } = await sql`select till from read.opened_till`.execute(harness.database);
    expect(rows).toEqual([{ till: '0' }]);
  });

  it('goes back to the one before when that is resumed, and forgets the other when told to', async () => {
    open(2);
    const newer = await harness.run([v1, v2]);
    await eventually(async () => (await statusOf(v2)) === 'active');
    await newer.stop();
    await harness.run([v1]);
    expect(await statusOf(v1)).toBe('retired');
    expect(await removeRetiredProjection(harness.database, v2)).toBe(false);
    expect(await resumeProjection(harness.database, v1)).toBe(true);
    await eventually(async () => (await statusOf(v1)) === 'active');
    expect(await read('owner')).toEqual([{ owner: 'ann 1' }, { owner: 'ann 1' }]);
    expect(await removeRetiredProjection(harness.database, v2)).toBe(true);
    await expect(harness.rows(v2)).rejects.toThrow('openings_v2');
    expect(await read()).toHaveLength(2);
  });

  it('F7.8 rebuilds to equal rows while readers keep what they had', async () => {
    const tills = tillsProjection();
    for (let n = 0; n < 250; n++)
      harness.log.record(`till-${n % 9}`, n < 9 ? 'TillOpened.v1' : 'MoneyMoved.v1', {
        till: `${n % 9}`,
        ...(n < 9 ? { owner: 'ann' } : { minor: `${n}` }),
      });
    const first = await harness.run([tills]);
    await harness.caughtUp(tills);
    const before = await harness.rows(tills);
    await first.stop();
    await sql`delete from tills_v1.till_move where revision > 3`.execute(harness.database);
    await rebuildProjection(harness.database, tills);
    await rebuildProjection(harness.database, tills);
    const { rows } = await sql`select count(*) as shown from read.till_balance`.execute(harness.database);
    expect(rows).toEqual([{ shown: '9' }]);

    await harness.run([tills]);
    await eventually(async () => (await statusOf(tills)) === 'active');
    expect(await harness.rows(tills)).toEqual(before);
    const view = await sql`select * from read.till_move order by till, revision`.execute(harness.database);
    expect(view.rows).toEqual(before['till_move']);
    const aside = await sql`select from pg_namespace where nspname like '%replaced'`.execute(harness.database);
    expect(aside.rows).toEqual([]);
  });

  it('F7.8 rebuilds under a running engine, also when the tables were dropped', async () => {
    open(5);
    await harness.run([v1]);
    await harness.caughtUp(v1);
    await sql`drop schema openings_v1 cascade`.execute(harness.database);
    open(1);
    await eventually(async () => (await statusOf(v1)) === 'stopped');
    await rebuildProjection(harness.database, v1);
    await eventually(async () => (await read().catch(() => [])).length === 6);
    await rebuildProjection(harness.database, v1);
    await eventually(async () => (await statusOf(v1)) === 'active');
    expect(await read()).toHaveLength(6);
  });

  it('refuses tables that changed without a new version, and names that clash', async () => {
    await prepareProjections(harness.database, [v1]);
    const changed = openings(1, { note: nullable(text) });
    await expect(prepareProjections(harness.database, [changed])).rejects.toMatchObject({ name: 'DefinitionChanged' });
    await expect(prepareProjections(harness.database, [v1, openings(1)])).rejects.toThrow('openings_v1 belongs to');
    const thief: Projection = { ...v1, name: 'thief' };
    await expect(prepareProjections(harness.database, [v1, thief])).rejects.toThrow('read.till_opening belongs to');
    await expect(rebuildProjection(harness.database, openings(9))).rejects.toThrow('never run');
  });
});
