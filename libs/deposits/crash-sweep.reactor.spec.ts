import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endsAmong, MortalProcess, ProcessEnded } from '#test/support/mortal-process.js';
import { DepositStage } from './deposit-stage.fixtures.js';
import { incoming, purchase } from './deposit.fixtures.js';
import { depositIdOf, orderIdOf } from './incoming-id.js';

let stage: DepositStage;

beforeAll(async () => {
  stage = await DepositStage.start();
});

afterAll(() => stage.stop());

const rule = { excess: 'ignore', toleranceBps: 500 } as const;
type Kind = 'incoming-transaction' | 'purchase';
const lives_at_once = 10;

type When = 'before' | 'after';

interface Story {
  readonly kind: Kind;
  readonly statuses: readonly string[];
  /** In whole units. */
  readonly available?: bigint;
}

const stories: Readonly<Record<string, Story>> = {
  'a deposit that completes': {
    kind: 'incoming-transaction',
    statuses: ['Confirming', 'Completed'],
    available: 20n,
  },
  'a deposit that is forked away after its credit': {
    kind: 'incoming-transaction',
    statuses: ['Completed', 'PendingFork', 'Failed'],
  },
  'an overcharged order that is forked and completes': {
    kind: 'purchase',
    statuses: ['Confirming', 'Completed', 'PendingFork', 'Completed'],
    available: 100n,
  },
  'an overcharged order that fails after its credit': { kind: 'purchase', statuses: ['Completed', 'Failed'] },
};

/** The provider goes on only when a look has come to its end; the first process ends at its n-th call. */
async function live({ kind, statuses }: Story, endsAt: number, when: When) {
  const providerId = randomUUID();
  const whose = { providerId, widgetId: `wal_${providerId}`, address: `T${providerId}` };
  const mortal = new MortalProcess(endsAt, when);
  const ports = { streams: mortal.port(stage.streams), terminal: mortal.port(stage.terminal) };
  let process = stage.worker(rule, ports);
  for (const status of statuses) {
    stage.terminal.incoming.set(providerId, incoming(status, whose));
    stage.terminal.purchases.set(providerId, purchase(status, 130_000_000n, whose));
    await process.refresh({ kind, providerId }).catch(async (error: unknown) => {
      if (!(error instanceof ProcessEnded)) throw error;
      process = stage.worker(rule);
      await process.refresh({ kind, providerId });
    });
  }
  const books = await stage.books(whose.widgetId);
  const noun = kind === 'purchase' ? `order-${orderIdOf(providerId)}` : `deposit-${depositIdOf(providerId)}`;
  const isInDoubt = (await stage.dataOf(noun)).some(({ reason }) => reason === 'account-disagrees');
  const { available, incoming: locked } = books;
  return { calls: mortal.calls, endedAt: mortal.endedAt, available, incoming: locked, isInDoubt };
}

/** To have ended after a call is to have ended before the next one: one story shows both. */
const cases: readonly (readonly [string, When])[] = [
  ['a deposit that completes', 'before'],
  ...Object.keys(stories).map((name) => [name, 'after'] as const),
];

describe('F6.1 DW-32 a worker that ends at any one of its calls to the outside', () => {
  it.each(cases)(
    '%s, %s the call: the money ends up where it belongs',
    async (name, when) => {
      const story = stories[name];
      if (!story) throw new Error(name);
      const { calls } = await live(story, Number.POSITIVE_INFINITY, when);
      const ended = new Set<string | undefined>();
      const lives = [];
      const ends = endsAmong(calls);
      for (let first = 0; first < ends.length; first += lives_at_once) {
        const batch = ends.slice(first, first + lives_at_once).map((endsAt) => live(story, endsAt, when));
        lives.push(...(await Promise.all(batch)));
      }
      for (const life of lives) {
        ended.add(life.endedAt);
        const available = story.available === undefined ? undefined : story.available * 1_000_000n;
        expect(life).toMatchObject({ endedAt: expect.any(String), available, incoming: undefined, isInDoubt: false });
      }
      const noun = story.kind === 'purchase' ? 'append order' : 'append deposit';
      expect([...ended]).toEqual(expect.arrayContaining([noun, 'append account']));
    },
    240_000,
  );
});
