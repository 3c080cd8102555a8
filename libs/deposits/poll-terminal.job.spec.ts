import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '../event-streams/event-streams.errors.js';
import { TerminalUnavailable } from './terminal-source.js';
import { DepositStage } from './deposit-stage.fixtures.js';
import { incoming, purchase } from './deposit.fixtures.js';
import type { DepositHint } from './deposit-hints.js';
import { OpenDeposits } from './open-deposits.js';
import { PollTerminal } from './poll-terminal.job.js';

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
    const doors = { terminal: stage.terminal, hints: stage.worker(rule), ...broken, deposits: { record, isKnown } };
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
    const doors = { terminal: stage.terminal, hints: stage.worker(rule), orders, deposits: { record, isKnown } };
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

  it('a row that cannot be read is reported, and keeps no other back', async () => {
    const ids = arrive(2);
    const unreadable = [{ providerId: 'odd', error: new TerminalUnavailable('schema-drift') }];
    const listIncoming = async (offset: number, limit: number) => ({
      ...(await stage.terminal.listIncoming(offset, limit)),
      unreadable,
    });
    const odd = Object.create(stage.terminal, { listIncoming: { value: listIncoming } }) as typeof stage.terminal;
    expect(await poller([], odd).run('incoming-transaction')).toMatchObject({ seen: 2, failed: unreadable });
    expect(await areCredited(ids)).toEqual([true, true]);
  });

  it('an outage of the provider is said, and changes nothing', async () => {
    const ids = arrive(1);
    stage.terminal.isDown = true;
    await expect(poller().run('incoming-transaction')).rejects.toThrow('down');
    expect(await areCredited(ids)).toEqual([false]);
  });
});

function incomingOf(providerId: string) {
  const seen = stage.terminal.incoming.get(providerId);
  if (!seen) throw new Error(providerId);
  return seen;
}
