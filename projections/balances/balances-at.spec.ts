import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EngineHarness } from '#libs/read-store/engine.spec-support.js';
import type { When } from '#libs/read-store/memory-log.spec-support.js';
import { balancesAt, effectiveBalancesAt, positionAt } from './balances-at.queries.js';
import { balances } from './balances.projection.js';
import type { AccountBalanceRow } from './balances.queries.js';

interface Moved extends When {
  readonly place: bigint;
  readonly recordedAt: Date;
  readonly from: string;
  readonly to: string;
  readonly minor: bigint;
}

const asset = 'USDT@tron/6';
const start = Date.UTC(2026, 2, 28, 20);
const minute = 60_000;
const accounts = ['external:tron', 'wallet:wal_1:available', 'wallet:wal_1:reserved', 'wallet:wal_2:available'];
let harness: EngineHarness;
let moves: readonly Moved[];

/** Numbers that look random and are the same in every run. */
function* numbers(): Generator<number, never> {
  for (let state = 7; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state;
  }
}

/** Movements over 1 GiB of log, close together and far apart, some of them dated back or ahead by up to two days. */
function makeMoves(): Moved[] {
  const random = numbers();
  const below = (limit: number): number => random.next().value % limit;
  let place = 0n;
  return Array.from({ length: 600 }, (_, index) => {
    place += BigInt(1 + below(index % 5 === 0 ? 9_000_000 : 900));
    const recordedAt = new Date(start + index * 5 * minute);
    const from = accounts[below(4)] ?? '';
    const to = accounts[(accounts.indexOf(from) + 1 + below(3)) % 4] ?? '';
    const shift = (below(576) - 288) * 10 * minute;
    const effective = below(6) === 0 ? { effectiveAt: new Date(recordedAt.getTime() + shift) } : {};
    return { place, recordedAt, from, to, minor: BigInt(1 + below(1_000_000)), ...effective };
  });
}

beforeAll(async () => {
  harness = await EngineHarness.create();
  moves = makeMoves();
  for (const { from, to, minor, ...when } of moves) {
    const amount = { minor: minor.toString(), asset };
    const postings = [{ from, to, amount }];
    const data = { walletId: 'wal_1', amount, reason: 'correction', reference: `r-${when.place}`, evidence: 'e' };
    harness.log.record('account-wal_1-USDT@tron/6', 'AccountCredited.v1', { ...data, postings, creditedAt: iso }, when);
  }
  await harness.run([balances]);
  await harness.caughtUp(balances);
}, 60_000);
const iso = new Date(start).toISOString();

afterAll(() => harness.close());

/** What the movements say, added up one by one. */
function expected(counts: (move: Moved) => boolean): Record<string, string> {
  const sums = new Map(accounts.map((account) => [account, 0n]));
  for (const { from, to, minor } of moves.filter(counts)) {
    sums.set(from, (sums.get(from) ?? 0n) - minor);
    sums.set(to, (sums.get(to) ?? 0n) + minor);
  }
  return nonZero([...sums].map(([account, minor]) => [account, minor.toString()]));
}

function found(rows: readonly AccountBalanceRow[]): Record<string, string> {
  return nonZero(rows.map(({ account, balanceMinor }) => [account, balanceMinor]));
}

function nonZero(entries: readonly (readonly [string, string])[]): Record<string, string> {
  return Object.fromEntries(entries.filter(([, minor]) => minor !== '0'));
}

describe('INV-D1 balances at a position of the log', () => {
  it('are the sums of the entries up to it, wherever it is', async () => {
    for (const { place } of moves.filter((_, index) => index % 7 === 0))
      for (const at of [place - 1n, place, place + 1n])
        expect({ at, ...found(await balancesAt(harness.database, at)) }).toEqual({
          at,
          ...expected((move) => move.place <= at),
        });
  });

  it('are nothing before the first entry, and all of it at the end', async () => {
    expect(await balancesAt(harness.database, 0n)).toEqual([]);
    expect(found(await balancesAt(harness.database, 1n << 60n))).toEqual(expected(() => true));
  });

  it('can be asked for one account, one wallet or one asset', async () => {
    const at = moves[300]?.place ?? 0n;
    const all = expected(({ place }) => place <= at);
    const ask = async (filter: Parameters<typeof balancesAt>[2]) =>
      found(await balancesAt(harness.database, at, filter));
    expect(await ask({ account: 'external:tron' })).toEqual({ 'external:tron': all['external:tron'] });
    expect(Object.keys(await ask({ walletId: 'wal_2' }))).toEqual(['wallet:wal_2:available']);
    expect(await ask({ asset })).toEqual(all);
    expect(await ask({ asset: 'BTC@bitcoin/8' })).toEqual({});
  });
});

describe('RS-03 balances as of an instant, as known at a position', () => {
  it('knows which position an instant is', async () => {
    const { recordedAt = new Date(), place } = moves[100] ?? {};
    expect(await positionAt(harness.database, recordedAt)).toBe(place);
    expect(await positionAt(harness.database, new Date(recordedAt.getTime() + minute))).toBe(place);
    expect(await positionAt(harness.database, new Date(start - 1))).toBe(0n);
  });

  it('count what had taken effect, dated back and ahead included, whenever that was known', async () => {
    expect(moves.filter(({ effectiveAt }) => effectiveAt).length).toBeGreaterThan(50);
    for (const index of [0, 50, 111, 288, 400, 599])
      for (const known of [10, 150, 300, 599]) {
        const at = moves[index]?.recordedAt ?? new Date();
        const knownAt = moves[known]?.place ?? 0n;
        const rows = await effectiveBalancesAt(harness.database, { at, knownAt });
        const isIn = ({ place, recordedAt, effectiveAt = recordedAt }: Moved) => place <= knownAt && effectiveAt <= at;
        expect({ index, known, ...found(rows) }).toEqual({ index, known, ...expected(isIn) });
      }
  });
});
