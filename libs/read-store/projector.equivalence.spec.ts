import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  array,
  assert,
  asyncProperty,
  bigInt,
  constant,
  constantFrom,
  integer,
  oneof,
  record,
  shuffledSubarray,
  tuple,
  type Arbitrary,
} from 'fast-check';
import { sql } from 'kysely';
import { scaled } from '#test/support/scale.js';
import { Delivery } from './delivery.js';
import { EngineHarness, rowsOf } from './engine.spec-support.js';
import { MemoryLog } from './memory-log.spec-support.js';
import { prepareProjections, rebuildProjection } from './projection.registry.js';
import { ProjectionStore } from './projection.store.js';
import { Projector } from './projector.js';
import { applyPlainly } from './reference-model.spec-support.js';
import { tillsProjection } from './sample-projection.spec-support.js';
import { createTables } from './table.sql.js';

interface Fact {
  readonly till: string;
  readonly type: string;
  readonly data: Record<string, string | null>;
}

const fact = (type: string, data: Arbitrary<Fact['data']> = constant({})): Arbitrary<Fact> =>
  record({ till: constantFrom('a', 'b', 'c'), type: constant(`${type}.v1`), data });
const minor = bigInt(-(10n ** 30n), 10n ** 30n).map(String);
const facts = oneof(
  { weight: 8, arbitrary: fact('MoneyMoved', record({ minor })) },
  { weight: 5, arbitrary: fact('TillSeen') },
  { weight: 2, arbitrary: fact('TillLabelled', record({ label: constantFrom(null, null, 'x\t\\N', '{"y"}') })) },
  { weight: 2, arbitrary: fact('TillClosed') },
  { weight: 1, arbitrary: fact('TillOpened', constant({ owner: 'late' })) },
);
const openings: Arbitrary<Fact[]> = shuffledSubarray(['a', 'b', 'c'], { minLength: 2 }).map((tills) =>
  tills.map((till) => ({ till, type: 'TillOpened.v1', data: { owner: 'early' } })),
);
const histories = tuple(
  array(fact('TillSeen'), { maxLength: 2 }),
  openings,
  array(facts, { maxLength: 25, size: 'max' }),
);
/**
 * Ends with the first label that another till has. What stands twice only within a batch is not seen there, and no read
 * model has unique columns beside its key.
 */
function untilConflict(history: readonly Fact[]): readonly Fact[] {
  const labels = new Map<string, string | null | undefined>();
  const conflict = history.findIndex(({ till, type, data: { label } }) => {
    if (type !== 'TillLabelled.v1') return false;
    const isTaken = [...labels].some(([other, taken]) => other !== till && taken !== null && taken === label);
    labels.set(till, label);
    return isTaken;
  });
  return conflict === -1 ? history : history.slice(0, conflict + 1);
}

const batchSizes = array(integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5, size: 'max' });

describe('F7.2 INV-R1 whatever the batches, the rows are those of one event after the other', () => {
  const projection = tillsProjection();
  let harness: EngineHarness;
  beforeAll(async () => {
    harness = await EngineHarness.create();
    await prepareProjections(harness.database, [projection]);
    await sql`create schema plain`.execute(harness.database);
    for (const statement of createTables('plain', projection.tables))
      await sql.raw(statement).execute(harness.database);
  });
  afterAll(() => harness.close());

  it(
    'and so is the event that stops it',
    async () => {
      const ends = new Set<boolean>();
      const property = asyncProperty(histories, batchSizes, async (history, sizes) => {
        const log = new MemoryLog();
        for (const { till, type, data } of untilConflict(history.flat()))
          log.record(`till-${till}`, type, { till, ...data });
        await sql
          .raw(`truncate ${projection.tables.map(({ name }) => `plain.${name}`).join()}`)
          .execute(harness.database);
        await rebuildProjection(harness.database, projection);

        const stoppedAt = await project(log, sizes);
        ends.add(stoppedAt === undefined);
        expect(stoppedAt).toBe(await applyPlainly(harness.database, { projection, schema: 'plain' }, log.events));
        expect(await harness.rows(projection)).toEqual(await rowsOf(harness.database, projection, 'plain'));
      });
      await assert(property, { numRuns: scaled(15) });
      expect(ends.size).toBe(2);
    },
    scaled(120_000),
  );

  /** Through a projector, in batches of these sizes, some of it twice; returns the event that it stopped at. */
  async function project({ events }: MemoryLog, sizes: readonly number[]): Promise<string | undefined> {
    const store = new ProjectionStore(harness.database, projection);
    const checkpoint = await store.load();
    if (!checkpoint) throw new Error('Not prepared');
    let stopped: string | undefined;
    const observer = {
      onRetry: (_attempt: number, error: unknown) => Promise.reject(error),
      onRecovered: () => undefined,
      onCaughtUp: () => Promise.resolve(),
      onConflict: () => undefined,
      onStopped: ({ event }: { event: string }) => Promise.resolve(void (stopped = event)),
    };
    const projector = new Projector(
      { store, observer, signal: new AbortController().signal, idleWriteMs: 0 },
      checkpoint,
    );
    const all = events.map((event) => new Delivery(event));
    for (let turn = 0, done = 0; done < all.length; turn++) {
      const redelivered = turn % 2 === 1 ? 2 : 0;
      const deliveries = all.slice(Math.max(0, done - redelivered), (done += sizes[turn % sizes.length] ?? 1));
      const considered = deliveries.at(-1)?.meta.position;
      if (considered) await projector.accept({ deliveries, considered, live: false });
      if (turn % 3 === 0) await projector.flush();
    }
    await projector.flush();
    return stopped;
  }
});
