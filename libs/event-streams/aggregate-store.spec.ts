import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { EncodedEvent } from '#libs/decider/codec.js';
import { accept, reject, type Decider } from '#libs/decider/decider.js';
import { RandomIds, type Ids } from '#libs/platform/ids.js';
import { TestEventStore } from '../../test/support/event-store.js';
import { AggregateStore, type Executed } from './aggregate-store.js';
import { deferred } from './deferred.js';
import { RevisionConflict, RevisionGap } from './event-streams.errors.js';
import type { AppendResult, EventStreams, StreamSlice } from './event-streams.js';
import { connectEventStreams } from './eventstore-client.js';

type TaskEvent = { type: 'Claimed' | 'Freed' | 'Noted'; by: string };
type TaskCommand = { type: 'claim' | 'free' | 'note'; by: string };
interface Task {
  readonly owner: string | undefined;
  readonly notes: readonly string[];
}

const decider: Decider<TaskCommand, Task, TaskEvent, 'taken' | 'not yours'> = {
  initial: { owner: undefined, notes: [] },
  decide: ({ type, by }, { owner }) => {
    if (type === 'note') return accept<TaskEvent>({ type: 'Noted', by }, { type: 'Noted', by: `${by}'` });
    if (type === 'free') return owner === by ? accept<TaskEvent>({ type: 'Freed', by }) : reject('not yours');
    if (owner === by) return accept<TaskEvent>();
    return owner === undefined ? accept<TaskEvent>({ type: 'Claimed', by }) : reject('taken');
  },
  evolve: (task, { type, by }) => {
    if (type === 'Noted') return { ...task, notes: [...task.notes, by] };
    return { ...task, owner: type === 'Claimed' ? by : undefined };
  },
};

const codec = {
  encode: ({ type, by }: TaskEvent): EncodedEvent => ({ type: `${type}.v1`, data: { by } }),
  decode: ({ type, data }: EncodedEvent): TaskEvent => {
    const known = (['Claimed', 'Freed', 'Noted'] as const).find((name) => type === `${name}.v1`);
    if (!known || typeof data['by'] !== 'string') throw new Error(`Unknown: ${type}`);
    return { type: known, by: data['by'] };
  },
};

const metadata = { correlationId: 'c', causationId: 'c', actor: 'worker' };

let store: TestEventStore;
let streams: EventStreams;

beforeAll(async () => {
  store = await TestEventStore.start();
  streams = connectEventStreams({ connectionString: store.connectionString });
});

afterAll(async () => {
  await streams.close();
  await store.remove();
});

/** Another process of the system, as far as the cache is concerned. */
function instance(over: EventStreams = streams, ids: Ids = new RandomIds()): AggregateStore {
  return new AggregateStore(over, ids);
}

async function execute(
  on: AggregateStore,
  streamName: string,
  command: TaskCommand,
): Promise<Executed<Task, TaskEvent, string>> {
  return on.execute({ streamName, decider, codec, command, metadata });
}

/** The real store, counting, with something to happen before an append. */
function counting(beforeAppend = async (): Promise<void> => {}): { over: EventStreams; reads: () => number } {
  let reads = 0;
  const over = new Proxy(streams, {
    get(target, name, receiver) {
      if (name === 'read')
        return async (...args: Parameters<EventStreams['read']>): Promise<StreamSlice> => {
          reads++;
          return target.read(...args);
        };
      if (name === 'append')
        return async (...args: Parameters<EventStreams['append']>): Promise<AppendResult> => {
          await beforeAppend();
          return target.append(...args);
        };
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  return { over, reads: () => reads };
}

/** Eight processes decide on the same state, then append at once. */
async function compete(ids: () => Ids): Promise<string[]> {
  const stream = `task-${randomUUID()}`;
  const allReady = deferred();
  let ready = 0;
  const together = async (): Promise<void> => {
    if (++ready === 8) allReady.resolve();
    await allReady.promise;
  };
  const results = await Promise.all(
    Array.from({ length: 8 }, async (_, n) => {
      return execute(instance(counting(together).over, ids()), stream, { type: 'claim', by: `p${n}` });
    }),
  );
  return results.map(({ outcome }) => outcome);
}

describe('executing a command', () => {
  it('appends what was decided, in one piece, with its metadata', async () => {
    const stream = `task-${randomUUID()}`;
    const result = await execute(instance(), stream, { type: 'note', by: 'a' });
    expect(result).toMatchObject({ outcome: 'accepted', revision: 1n, state: { notes: ['a', "a'"] } });
    const { events } = await streams.read(stream);
    expect(events.map(({ type, metadata: written }) => [type, written])).toEqual([
      ['Noted.v1', metadata],
      ['Noted.v1', metadata],
    ]);
    expect(await instance().load(stream, decider, codec)).toEqual({ state: result.state, revision: 1n });
  });

  it('IN-02 says whose the aggregate is, out of its state after the command, unless the metadata says it', async () => {
    const stream = `task-${randomUUID()}`;
    const operatorOf = ({ owner }: Task) => owner;
    const by = (type: TaskCommand['type'], onBehalfOf?: string) => {
      const said = { ...metadata, ...(onBehalfOf !== undefined && { onBehalfOf }) };
      const command: TaskCommand = { type, by: 'acme' };
      return instance().execute({ streamName: stream, decider, codec, command, metadata: said, operatorOf });
    };
    for (const step of [() => by('claim'), () => by('note', 'other'), () => by('free')]) await step();
    const { events } = await streams.read(stream);
    expect(events.map((event) => event.metadata.onBehalfOf)).toEqual(['acme', 'other', 'other', undefined]);
  });

  it('answers a rejection with the state that it is about, and appends nothing', async () => {
    const stream = `task-${randomUUID()}`;
    const rejected = { outcome: 'rejected', rejection: 'not yours', revision: 'no-stream', state: decider.initial };
    expect(await execute(instance(), stream, { type: 'free', by: 'a' })).toEqual(rejected);
    expect((await streams.read(stream)).revision).toBe('no-stream');
  });

  it('decides on the state that it knows, without reading, and reads only what it missed', async () => {
    const stream = `task-${randomUUID()}`;
    const { over, reads } = counting();
    const one = instance(over);
    for (const by of ['a', 'b', 'c']) await execute(one, stream, { type: 'note', by });
    expect(reads()).toBe(1);
    await execute(instance(), stream, { type: 'note', by: 'x' });
    expect(await execute(one, stream, { type: 'note', by: 'd' })).toMatchObject({ outcome: 'accepted', revision: 9n });
    expect(reads()).toBe(2);
  });

  it('checks a rejection against the store before it answers it', async () => {
    const stream = `task-${randomUUID()}`;
    const [one, other] = [instance(), instance()];
    await execute(one, stream, { type: 'claim', by: 'a' });
    await execute(other, stream, { type: 'free', by: 'a' });
    expect(await execute(one, stream, { type: 'claim', by: 'b' })).toMatchObject({ outcome: 'accepted', revision: 2n });
  });

  it('checks that a command was granted already before it answers so', async () => {
    const stream = `task-${randomUUID()}`;
    const [one, other] = [instance(), instance()];
    await execute(one, stream, { type: 'claim', by: 'a' });
    await execute(other, stream, { type: 'free', by: 'a' });
    const again = await execute(one, stream, { type: 'claim', by: 'a' });
    expect(again).toMatchObject({ outcome: 'accepted', events: [{ type: 'Claimed' }], revision: 2n });
  });

  it('keeps the folds of one stream apart', async () => {
    const stream = `task-${randomUUID()}`;
    const one = instance();
    await execute(one, stream, { type: 'note', by: 'a' });
    const countOnly = { initial: 0, evolve: (sum: number): number => sum + 1 };
    expect(await one.load(stream, countOnly, codec)).toEqual({ state: 2, revision: 1n });
    expect(await one.load(stream, decider, codec)).toMatchObject({ state: { notes: ['a', "a'"] } });
  });

  it('F9.4 refuses to decide on a history with a hole', async () => {
    const stream = `task-${randomUUID()}`;
    await execute(instance(), stream, { type: 'note', by: 'a' });
    const truncation = { id: randomUUID(), type: '$metadata', data: { $tb: 1 }, metadata };
    await streams.append(`$$${stream}`, 'no-stream', [truncation]);
    await expect(execute(instance(), stream, { type: 'note', by: 'b' })).rejects.toThrow(RevisionGap);
  });
});

describe('F1.8 concurrency', () => {
  it.each([
    ['one process', 1],
    ['eight processes', 8],
    ['16 processes', 16],
  ])('lands each of 64 commands once, from %s', async (_, processes) => {
    const stream = `task-${randomUUID()}`;
    const instances = Array.from({ length: processes }, () => instance());
    const commands = Array.from({ length: 64 }, async (__, n) => {
      const on = instances[n % processes] ?? instance();
      return execute(on, stream, { type: 'note', by: `n${n}` });
    });
    const results = await Promise.all(commands);
    expect(results.every(({ outcome }) => outcome === 'accepted')).toBe(true);
    const { events } = await streams.read(stream);
    expect(events).toHaveLength(128);
    expect(new Set(events.map(({ data }) => data['by'])).size).toBe(128);
  });

  it('gives a claim to exactly one of its competitors', async () => {
    for (let round = 0; round < 10; round++) {
      const outcomes = await compete(() => new RandomIds());
      expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'rejected')).toHaveLength(7);
    }
  });

  it('would give it to several if their event ids were equal, which is why ids come from the execution', async () => {
    const equal = { uuid: () => 'c0ffee00-0000-4000-8000-000000000000' };
    expect((await compete(() => equal)).filter((outcome) => outcome === 'accepted').length).toBeGreaterThan(1);
  });

  it('gives up with the conflict when others keep winning', async () => {
    const stream = `task-${randomUUID()}`;
    const rival = instance();
    const { over } = counting(async () => void (await execute(rival, stream, { type: 'note', by: 'rival' })));
    await expect(execute(instance(over), stream, { type: 'note', by: 'loser' })).rejects.toThrow(RevisionConflict);
  });
});
