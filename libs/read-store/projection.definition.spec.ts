import { describe, expect, it } from '@jest/globals';
import { add, insert, update, upsert } from './changes.js';
import { instant, nullable, sum, text } from './column.types.js';
import { defineProjection } from './projection.definition.js';
import { tillCodec } from './sample-projection.spec-support.js';
import { defineTable } from './table.definition.js';

const till = defineTable({
  name: 'till',
  columns: { till: text, at: instant, note: nullable(text), total_minor: sum },
  key: ['till'],
});
const key = { till: 'a' };
const at = new Date(0);
const base = { name: 'tills', version: 1, streams: ['till-'], codecs: [tillCodec], tables: [till] } as const;
const nothing = { MoneyMoved: 'ignored', TillLabelled: 'ignored', TillSeen: 'ignored', TillClosed: 'ignored' } as const;

describe('the grammar of projections, checked by the compiler', () => {
  it('knows every fact', () => {
    // @ts-expect-error TillOpened is forgotten
    defineProjection({ ...base, on: nothing });
    defineProjection({
      ...base,
      // @ts-expect-error its data has no such field
      on: { ...nothing, TillOpened: ({ colour }) => [update(till, key, { note: colour })] },
    });
    const projection = defineProjection({ ...base, on: { ...nothing, TillOpened: 'ignored' } });
    expect(projection.streams).toEqual(['till-']);
  });

  it('knows the columns', () => {
    const changes = [
      insert(till, { ...key, at }),
      upsert(till, key, { at, note: null }),
      update(till, key, { note: 'x' }),
      add(till, key, { total_minor: 1n }, { at }),
      // @ts-expect-error a new row needs `at`
      insert(till, key),
      // @ts-expect-error an upsert may be a new row
      upsert(till, key, { note: 'x' }),
      // @ts-expect-error so may an addition
      add(till, key, { total_minor: 1n }),
      // @ts-expect-error no sum
      add(till, key, { at: 1n }, { at }),
      // @ts-expect-error the key does not change
      update(till, key, { till: 'b' }),
      // @ts-expect-error amounts are bigints
      add(till, key, { total_minor: 1 }, { at }),
    ];
    expect(changes).toHaveLength(10);
    // @ts-expect-error a key is never null
    defineTable({ name: 'other', columns: { note: nullable(text) }, key: ['note'] });
  });

  it('refuses names that are no plain identifiers', () => {
    expect(() => defineTable({ name: 'Till', columns: { till: text }, key: ['till'] })).toThrow(
      'Till is not a plain SQL name',
    );
    expect(() => defineTable({ name: 'till', columns: { till: text }, key: [] })).toThrow('primary key');
    const on = { ...nothing, TillOpened: 'ignored' } as const;
    expect(() => defineProjection({ ...base, name: 'Tills', on })).toThrow('Tills v1');
    expect(() => defineProjection({ ...base, version: 0, on })).toThrow('tills v0');
    expect(() => defineProjection({ ...base, codecs: [tillCodec, tillCodec], on })).toThrow(
      'Two codecs know TillOpened.v1',
    );
  });
});
