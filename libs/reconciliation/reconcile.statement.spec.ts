import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestEventStore } from '#test/support/event-store.js';
import { AggregateStore } from '../event-streams/aggregate-store.js';
import { connectEventStreams } from '../event-streams/eventstore-client.js';
import type { EventStreams } from '../event-streams/event-streams.js';
import { RandomIds } from '../platform/ids.js';
import { BreakStreams } from './break-streams.js';
import type { LedgerItem } from './items.js';
import { Reconcile, usualSettings } from './reconcile.job.js';
import { minutesAgo, now, ours } from './reconciliation.fixtures.js';
import type { LedgerSide, ProviderSide } from './sides.js';

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

const nothing = async () => [];
const provider: ProviderSide = {
  pull: async () => ({ items: [], unavailable: new Set() }),
  wallets: async () => undefined,
};

/** What an empty statement of that time is told. */
async function missing(item: LedgerItem, from: Date, until: Date): Promise<readonly string[]> {
  const empty = { heardOf: nothing, wallets: nothing, balances: nothing, stuckTransfers: nothing, openBreaks: nothing };
  const ledger: LedgerSide = {
    ...empty,
    remembered: async () => new Map(),
    items: async ({ since }) => (item.since >= since ? [item] : []),
  };
  const breaks = new BreakStreams(new AggregateStore(streams, new RandomIds()));
  const job = new Reconcile({ ledger, provider }, breaks, { now: () => now }, usualSettings);
  const { findings } = await job.statement('empty.csv', [], { from, until });
  return findings.map(({ kind }) => kind);
}

describe('RS-02 INV-R2 which of our movements a statement should know', () => {
  const settledAt = minutesAgo(120);
  const feeCorrected = ours({ endedAt: settledAt, since: minutesAgo(30) });

  it('those whose money moved in its time, though a fee was corrected later', async () => {
    expect(await missing(feeCorrected, minutesAgo(121), minutesAgo(119))).toEqual(['missing-there']);
    expect(await missing(feeCorrected, minutesAgo(31), minutesAgo(29))).toEqual([]);
  });

  it('from its first moment on, and not its last', async () => {
    expect(await missing(feeCorrected, settledAt, minutesAgo(119))).toEqual(['missing-there']);
    expect(await missing(feeCorrected, minutesAgo(121), settledAt)).toEqual([]);
  });
});
