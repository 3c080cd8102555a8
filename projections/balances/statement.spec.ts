import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EngineHarness } from '#libs/read-store/engine.spec-support.js';
import { balances } from './balances.projection.js';
import { operatorStatement } from './statement.queries.js';

const asset = 'USDT@tron/6';
let harness: EngineHarness;

/** `from` gives to `to`, at a place of the log. */
function move(place: bigint, from: string, to: string, minor: string): void {
  const amount = { minor, asset };
  const postings = [{ from, to, amount }];
  const data = { walletId: 'wal_1', amount, reason: 'correction', reference: `r-${place}`, evidence: 'e' };
  const creditedAt = '2026-01-05T12:00:00.000Z';
  const at = new Date(Date.UTC(2026, 0, 5, 12, 0, Number(place % 60n)));
  harness.log.record(
    'account-wal_1-USDT@tron/6',
    'AccountCredited.v1',
    { ...data, postings, creditedAt },
    { place, recordedAt: at },
  );
}

beforeAll(async () => {
  harness = await EngineHarness.create();
  const registeredAt = '2026-01-05T11:00:00.000Z';
  const wallet = { operatorId: 'acme', providerWalletId: 'p', name: 'Acme', role: 'operator', registeredAt };
  harness.log.record(
    'wallet-wal_1',
    'WalletRegistered.v1',
    { ...wallet, walletId: 'wal_1' },
    { place: 1n, recordedAt: new Date(registeredAt) },
  );
  move(2n, 'external:tron', 'wallet:wal_1:available', '1000');
  move(3n, 'wallet:wal_1:available', 'wallet:wal_1:reserved', '300');
  move(4n, 'wallet:wal_1:reserved', 'external:tron', '300');
  move(5n, 'wallet:wal_1:available', 'fees:network', '7');
  move(6n, 'receivable:acme', 'fees:platform', '2');
  move(7n, 'external:tron', 'wallet:wal_2:available', '50');
  await harness.run([balances]);
  await harness.caughtUp(balances);
}, 60_000);
afterAll(() => harness.close());

describe('OP-06 RS-10 an operator’s statement', () => {
  it('leads from opening to closing; holds are no movement, and fees stand by themselves', async () => {
    const statement = (after: bigint, to: bigint) => operatorStatement(harness.database, 'acme', { after, to });
    expect(await statement(0n, 9n)).toEqual([
      {
        asset,
        opening: 0n,
        closing: 691n,
        movements: [
          { kind: 'AccountCredited', count: 2, minor: 700n },
          { kind: 'fees:network', count: 1, minor: -7n },
          { kind: 'fees:platform', count: 1, minor: -2n },
        ],
      },
    ]);
    expect(await statement(2n, 4n)).toMatchObject([{ opening: 1000n, closing: 700n }]);
    expect(await statement(4n, 4n)).toEqual([{ asset, opening: 700n, closing: 700n, movements: [] }]);
  });
});
