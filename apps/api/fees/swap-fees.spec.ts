import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NetworkFeeEvent } from '#libs/fees/network-fee.events.js';
import { observed, unclear } from '#libs/fees/network-fee.fixtures.js';
import { request, settledAs } from '#libs/swaps/swap.fixtures.js';
import type { SwapEvent } from '#libs/swaps/swap.events.js';
import { LedgerFacts } from '../testing/ledger-facts.js';
import { eventually, TestApi, TestStores } from '../testing/test-api.js';

let stores: TestStores;
let api: TestApi;

/** Each settled with a fee of 1.4 TRX, and what was told of it later. */
const later: Readonly<Record<string, readonly NetworkFeeEvent[]>> = {
  'sw_told-once': [],
  sw_corrected: [observed(1, 1_400_000n, 1_500_000n, 7)],
  sw_unclear: [unclear('-1', 8)],
};

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  for (const [swapId, told] of Object.entries(later)) {
    const subject = { kind: 'swap', operatorId: 'acme', walletId: 'wal_1', movementId: swapId } as const;
    const providerId = `tx-${swapId}`;
    const requested: SwapEvent = { type: 'SwapRequested', data: { ...request, swapId, operatorId: 'acme' } };
    await facts.appendToSwap(swapId, requested, settledAs({ swapId, providerId }));
    for (const fact of told)
      await facts.appendToFee(providerId, {
        ...fact,
        data: { ...fact.data, ...subject, providerId },
      } as NetworkFeeEvent);
  }
  await stores.startProjections();
  await eventually(
    () => list(''),
    ({ length }) => length === 3,
  );
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

async function list(query: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const [swaps, fees] = await Promise.all([api.get('/v1/swaps', 'platform'), api.get(`/v1/fees${query}`)]);
  return (swaps.body['data'] as unknown[]).length === 3
    ? (fees.body['data'] as Readonly<Record<string, unknown>>[])
    : [];
}

describe('API-28 INV-L7 the fee that a swap settled with', () => {
  it('is listed as it is booked, corrected or not', async () => {
    const swap = { object: 'fee', kind: 'swap', wallet_id: 'wal_1', operator_id: 'acme', asset: 'TRX@tron' };
    expect(await list('?kind=swap')).toMatchObject([
      { ...swap, subject_id: 'sw_told-once', id: 'tx-sw_told-once', amount: '1.4', changes: 1, unclear: null },
      { ...swap, subject_id: 'sw_unclear', amount: '1.4', changes: 1, unclear: 'unreadable' },
      { ...swap, subject_id: 'sw_corrected', amount: '1.5', changes: 2, unclear: null },
    ]);
  });

  it('is found by its swap, and by its wallet', async () => {
    for (const query of ['?subject_id=sw_told-once', '?wallet_id=wal_1&limit=1'])
      expect(await list(query)).toMatchObject([{ id: 'tx-sw_told-once', amount: '1.4' }]);
  });
});
