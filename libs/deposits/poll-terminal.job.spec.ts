import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '../event-streams/event-streams.errors.js';
import { TerminalUnavailable, type PulledPage } from './terminal-source.js';
import { DepositStage } from './deposit-stage.fixtures.js';
import { incoming, purchase } from './deposit.fixtures.js';
import type { DepositHint } from './deposit-hints.js';
import { depositIdOf } from './incoming-id.js';
import { OpenDeposits } from './open-deposits.js';
import { PollTerminal } from './poll-terminal.job.js';
import type { RefreshDeposit } from './refresh-deposit.reactor.js';

let stage: DepositStage;

beforeAll(async () => {
  stage = await DepositStage.start();
});

afterAll(() => stage.stop());

beforeEach(() => {
  stage.terminal.incoming.clear();
  stage.terminal.purchases.clear();
  stage.terminal.isDown = false;
});

class Opened extends OpenDeposits {
  constructor(private readonly ids: readonly string[]) {
    super();
  }

  async *pages(_: DepositHint['kind'], after = ''): AsyncGenerator<readonly string[]> {
    yield this.ids.filter((id) => id > after);
  }
}

const rule = { excess: 'ignore', toleranceBps: 500 } as const;
const bounds = { pageSize: 3, overlapPages: 1, revisitPages: 0, depthPages: 4, gapMs: 0, pullsMax: 2 };

function poller(open: readonly string[] = [], terminal = stage.terminal, revisitPages = 0): PollTerminal {
  const doors = { terminal, hints: stage.worker(rule), ...stage.recorders(rule) };
  return new PollTerminal(doors, new Opened(open), { ...bounds, revisitPages });
}

/** So many transactions, each with a wallet of its own; the oldest first. */
function arrive(count: number, status = 'Completed'): string[] {
  return Array.from({ length: count }, () => {
    const providerId = randomUUID();
    const whose = { providerId, widgetId: `wal_${providerId}`, address: `T${providerId}`, transactionHash: providerId };
    stage.terminal.incoming.set(providerId, incoming(status, whose));
    return providerId;
  });
}

async function areCredited(providerIds: readonly string[]): Promise<readonly boolean[]> {
  const books = await Promise.all(providerIds.map((id) => stage.books(`wal_${id}`)));
  return books.map(({ available }) => available === 20_000_000n);
}

describe('DW-33 DW-34 F5.1 with every webhook lost', () => {
  it('the lists alone bring all that came, page after page, until a page of which all is known', async () => {
    const ids = arrive(8);
    expect(await poller().run('incoming-transaction')).toEqual({ seen: 8, pulled: 0, failed: [] });
    expect(await areCredited(ids)).toEqual(ids.map(() => true));
    const more = arrive(1);
    expect(await poller().run('incoming-transaction')).toEqual({ seen: 6, pulled: 0, failed: [] });
    expect(await poller().run('incoming-transaction')).toEqual({ seen: 3, pulled: 0, failed: [] });
    expect(await areCredited(more)).toEqual([true]);
  });

  it('F5.9 what was credited and is on no new page is looked at again, some older pages in each run', async () => {
    const ids = arrive(12);
    const poll = poller([], stage.terminal, 1);
    await poll.run('incoming-transaction');
    const [oldest = ''] = ids;
    stage.terminal.incoming.set(oldest, { ...incomingOf(oldest), status: 'Failed' });
    const reversedAfter = [];
    for (let run = 0; run < 2; run++) {
      await poll.run('incoming-transaction');
      reversedAfter.push((await areCredited([oldest])).includes(false));
    }
    expect(reversedAfter).toEqual([false, true]);
  });

  it('what webhooks passed over is found below what they told of, in turns', async () => {
    const [missed = '', ...told] = arrive(12);
    for (const providerId of told) await stage.worker(rule).refresh({ kind: 'incoming-transaction', providerId });
    const poll = poller([], stage.terminal, 1);
    const creditedAfter = [];
    for (let run = 0; run < 3; run++) {
      await poll.run('incoming-transaction');
      creditedAfter.push((await areCredited([missed])).includes(true));
    }
    expect(creditedAfter).toEqual([false, false, true]);
  });

  it('purchases too', async () => {
    const providerId = randomUUID();
    const seen = purchase('Completed', 100_000_000n, { providerId, widgetId: `wal_${providerId}` });
    stage.terminal.purchases.set(providerId, seen);
    await poller().run('purchase');
    expect(await stage.books(`wal_${providerId}`)).toMatchObject({ available: 100_000_000n });
  });
});

describe('F6.3 F6.4 a poll that is disturbed', () => {
  it('F6.1 ends anywhere: the next one misses nothing, for what is old is recorded first', async () => {
    const ids = arrive(8);
    const broken = stage.recorders(rule);
    let records = 0;
    const record: typeof broken.deposits.record = (sighted) => {
      if (++records >= 4) throw new StoreUnavailable('the process ended');
      return broken.deposits.record(sighted);
    };
    const isKnown = (providerId: string) => broken.deposits.isKnown(providerId);
    const deposits = { ...unreadableInto(broken.deposits), record, isKnown };
    const doors = { terminal: stage.terminal, hints: stage.worker(rule), ...broken, deposits };
    const dying = new PollTerminal(doors, new Opened([]), bounds);
    await expect(dying.run('incoming-transaction')).rejects.toThrow('the process ended');
    expect(await areCredited(ids)).toEqual([true, true, true, false, false, false, false, false]);
    await poller().run('incoming-transaction');
    expect(await areCredited(ids)).toEqual(ids.map(() => true));
  });

  it('goes past what cannot be recorded, says so, and tries it again ever more rarely', async () => {
    const ids = arrive(3);
    const [, strange = ''] = ids;
    const { deposits, orders } = stage.recorders(rule);
    const tried: number[] = [];
    let run = 0;
    let isStrange = true;
    const record: typeof deposits.record = async (sighted) => {
      if (sighted.sighting.providerId !== strange) return deposits.record(sighted);
      tried.push(run);
      if (isStrange) throw new RangeError('strange');
      return deposits.record(sighted);
    };
    const isKnown = (providerId: string) => deposits.isKnown(providerId);
    const picked = { ...unreadableInto(deposits), record, isKnown };
    const doors = { terminal: stage.terminal, hints: stage.worker(rule), orders, deposits: picked };
    const poll = new PollTerminal(doors, new Opened([]), bounds);
    const { failed } = await poll.run('incoming-transaction');
    expect(failed).toEqual([{ providerId: strange, error: new RangeError('strange') }]);
    expect(await areCredited(ids)).toEqual([true, false, true]);
    for (run = 1; run < 8; run++) await poll.run('incoming-transaction');
    expect(tried).toEqual([0, 1, 3, 7]);
    isStrange = false;
    for (; run < 16; run++) await poll.run('incoming-transaction');
    expect(await areCredited(ids)).toEqual([true, true, true]);
  });

  it('twice at once does everything once', async () => {
    const ids = arrive(5);
    await Promise.all([poller().run('incoming-transaction'), poller().run('incoming-transaction')]);
    expect(await areCredited(ids)).toEqual(ids.map(() => true));
  });

  it('what is open and on no page is asked for by its id, so many at a time, in turns', async () => {
    const ids = arrive(5, 'Confirming').toSorted();
    for (const providerId of ids) await stage.worker(rule).refresh({ kind: 'incoming-transaction', providerId });
    for (const providerId of ids)
      stage.terminal.incoming.set(providerId, { ...incomingOf(providerId), status: 'Completed' });
    const hiding = Object.create(stage.terminal, {
      listIncoming: { value: async () => ({ items: [], unreadable: [], isLast: true }) },
    }) as typeof stage.terminal;
    const poll = poller(ids, hiding);
    const creditedAfter = [];
    for (let run = 0; run < 3; run++) {
      await poll.run('incoming-transaction');
      creditedAfter.push((await areCredited(ids)).filter(Boolean).length);
    }
    expect(creditedAfter).toEqual([2, 4, 5]);
  });

  const odd = { widgetId: 'wal_odd', status: 'Completed' };
  const drift = { ...odd, fields: 'address', evidence: 'list', error: new TerminalUnavailable('schema-drift') };

  /** The lists with two rows that cannot be read besides what is in them; one has not even an id. */
  function listing(providerId: string) {
    const unreadable = [
      { ...drift, providerId },
      { ...drift, providerId: undefined },
    ];
    const withRows = async (page: Promise<PulledPage<unknown>>) => ({ ...(await page), unreadable });
    const { terminal } = stage;
    return Object.create(terminal, {
      listIncoming: { value: (offset: number, limit: number) => withRows(terminal.listIncoming(offset, limit)) },
      listPurchases: { value: (offset: number, limit: number) => withRows(terminal.listPurchases(offset, limit)) },
    }) as typeof stage.terminal;
  }

  it('a transaction that cannot be read is in quarantine, keeps no other back, and is booked when it can be', async () => {
    const ids = arrive(2);
    const [providerId] = ['odd'];
    const { error } = drift;
    const failed = [providerId, 'unknown'].map((id) => ({ providerId: id, error }));
    const polled = poller([], listing(providerId));
    for (let run = 0; run < 2; run++)
      expect(await polled.run('incoming-transaction')).toMatchObject({ seen: 2, pulled: 0, failed });
    expect(await areCredited(ids)).toEqual([true, true]);
    expect(await stage.dataOf(`deposit-${depositIdOf(providerId)}`)).toEqual([
      expect.objectContaining({ reason: 'unreadable-row', widgetId: 'wal_odd', providerStatus: 'Completed' }),
    ]);
    stage.terminal.incoming.set(providerId, incoming('Completed', { ...odd, providerId, address: 'Todd' }));
    await poller().run('incoming-transaction');
    expect(await stage.books('wal_odd')).toEqual({ available: 20_000_000n, 'external:tron': -20_000_000n });
    await polled.run('incoming-transaction');
    await polled.run('incoming-transaction');
    const types = await stage.depositTypes(providerId);
    expect(types.filter((type) => type === 'DepositReviewRequired')).toHaveLength(1);
  });

  it('a purchase that cannot be read is in quarantine, or in review where it is known', async () => {
    for (const providerId of ['odd-1', 'odd-2']) {
      if (providerId === 'odd-2') stage.terminal.purchases.set(providerId, purchase('Allocated', 0n, { providerId }));
      const polled = poller([], listing(providerId));
      for (let run = 0; run < 2; run++) await polled.run('purchase');
    }
    expect(await stage.orderTypes('odd-1')).toEqual(['OrderQuarantined']);
    expect(await stage.orderTypes('odd-2')).toEqual(['OrderOpened', 'OrderAllocated', 'OrderReviewRequired']);
  });

  it('an outage of the provider is said, and changes nothing', async () => {
    const ids = arrive(1);
    stage.terminal.isDown = true;
    await expect(poller().run('incoming-transaction')).rejects.toThrow('down');
    expect(await areCredited(ids)).toEqual([false]);
  });
});

function unreadableInto(deposits: RefreshDeposit): Pick<RefreshDeposit, 'recordUnreadable'> {
  return { recordUnreadable: (providerId, row) => deposits.recordUnreadable(providerId, row) };
}

function incomingOf(providerId: string) {
  const seen = stage.terminal.incoming.get(providerId);
  if (!seen) throw new Error(providerId);
  return seen;
}
