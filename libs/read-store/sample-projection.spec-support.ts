import { z } from 'zod';
import { defineCodec, type EventCodec } from '#libs/decider/codec.js';
import { add, insert, insertOrIgnore, update, upsert } from './changes.js';
import { amount, bigInteger, flag, instant, nullable, sum, text } from './column.types.js';
import { defineProjection, type Projection } from './projection.definition.js';
import { defineTable } from './table.definition.js';

/** A till: it is opened, money goes in and out, it gets labels, it is closed. */
type TillEvent =
  | { readonly type: 'TillOpened'; readonly data: { readonly till: string; readonly owner: string } }
  | { readonly type: 'MoneyMoved'; readonly data: { readonly till: string; readonly minor: bigint } }
  | { readonly type: 'TillLabelled'; readonly data: { readonly till: string; readonly label: string | null } }
  | { readonly type: 'TillSeen'; readonly data: { readonly till: string } }
  | { readonly type: 'TillClosed'; readonly data: { readonly till: string } };

const minor = z.codec(z.string(), z.bigint(), {
  decode: (digits) => BigInt(digits),
  encode: (value) => value.toString(),
});
const till = z.string();

export const tillCodec: EventCodec<TillEvent> = defineCodec<TillEvent>({
  TillOpened: { version: 1, schema: z.strictObject({ till, owner: z.string() }) },
  MoneyMoved: { version: 1, schema: z.strictObject({ till, minor }) },
  TillLabelled: { version: 1, schema: z.strictObject({ till, label: z.string().nullable() }) },
  TillSeen: { version: 1, schema: z.strictObject({ till }) },
  TillClosed: { version: 1, schema: z.strictObject({ till }) },
});

const account = defineTable({
  name: 'till',
  columns: { till: text, owner: text, closed: flag, label: nullable(text), opened_at: instant },
  key: ['till'],
  indexes: [{ on: ['label'], unique: true, where: 'label is not null' }],
});
const balance = defineTable({
  name: 'till_balance',
  columns: { till: text, balance_minor: sum, moves: sum, last_revision: nullable(bigInteger) },
  key: ['till'],
});
const move = defineTable({
  name: 'till_move',
  columns: { till: text, revision: bigInteger, amount_minor: amount },
  key: ['till', 'revision'],
});
const sighting = defineTable({
  name: 'till_sighting',
  columns: { till: text, first_revision: bigInteger, seen: sum, label: nullable(text) },
  key: ['till'],
});

/** Uses every kind of change. A till must be opened before it is labelled or closed, and only once. */
export function tillsProjection(version = 1): Projection {
  return defineProjection({
    name: 'tills',
    version,
    streams: ['till-'],
    codecs: [tillCodec],
    tables: [account, balance, move, sighting],
    on: {
      TillOpened: ({ till: name, owner }, { recordedAt }) => [
        upsert(sighting, { till: name }, { first_revision: 0n, label: owner, seen: 100n }),
        insert(account, { till: name, owner, closed: false, opened_at: recordedAt }),
      ],
      MoneyMoved: ({ till: name, minor: amount_minor }, { revision }) => [
        add(balance, { till: name }, { balance_minor: amount_minor, moves: 1n }, { last_revision: revision }),
        insert(move, { till: name, revision, amount_minor }),
      ],
      TillLabelled: ({ till: name, label }) => [update(account, { till: name }, { label })],
      TillSeen: ({ till: name }, { revision }) => [
        insertOrIgnore(sighting, { till: name, first_revision: revision, seen: 10n }),
        add(sighting, { till: name }, { seen: 1n }, { first_revision: revision }),
      ],
      TillClosed: ({ till: name }) => [update(account, { till: name }, { closed: true })],
    },
  });
}
