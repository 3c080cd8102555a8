import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FeeKind, NetworkFeeEvent } from '#libs/fees/network-fee.events.js';
import { observed, unclear } from '#libs/fees/network-fee.fixtures.js';
import { chargedToOperator, feeReversed } from '#libs/fees/provider-fee.fixtures.js';
import { LedgerFacts } from '../testing/ledger-facts.js';
import { eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';

let stores: TestStores;
let api: TestApi;
type Who = 'acme' | 'other' | 'platform';

/** By the provider's id, those told last at the end; two of them at one instant. */
const fees: readonly (readonly [string, string, FeeKind, readonly NetworkFeeEvent[]])[] = [
  ['tx-unclear', 'acme', 'payout', [unclear(undefined, 1)]],
  ['tx-unread', 'acme', 'swap', [unclear('-1', 1)]],
  ['tx-once', 'acme', 'payout', [observed(1, 0n, 1_100_000n, 3)]],
  ['tx-gas', 'platform', 'sweep', [observed(1, 0n, 9n, 4)]],
  ['tx-theirs', 'other', 'payout', [observed(1, 0n, 5n, 5)]],
  ['tx-changed', 'acme', 'swap', [observed(1, 0n, 7n, 0), observed(2, 7n, 2_500_000n, 6)]],
];
/** Told later than all of those. */
const charges = ['INV-2026.01/1', `INV-2026.01/2${'x'.repeat(80)}`] as const;
const [charge, reversedCharge] = charges;
const all = [...fees.map(([id]) => id), ...charges];
const ofAcme = ['tx-unclear', 'tx-unread', 'tx-once', 'tx-changed', ...charges];

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  for (const [providerId, operatorId, kind, events] of fees) {
    const subject = { providerId, operatorId, kind, movementId: `of-${providerId}`, walletId: `wal_${operatorId}` };
    const own = events.map(
      (fact): NetworkFeeEvent => ({ ...fact, data: { ...fact.data, ...subject } }) as NetworkFeeEvent,
    );
    await facts.appendToFee(providerId, ...own);
  }
  for (const [index, chargeId] of charges.entries()) {
    const chargedAt = new Date(Date.parse('2026-02-03T12:00:00Z') + index);
    const charged = { ...chargedToOperator, data: { ...chargedToOperator.data, chargeId, chargedAt } };
    const reversed = { ...feeReversed, data: { ...feeReversed.data, chargeId } };
    await facts.appendToCharge(chargeId, charged, ...(index === 1 ? [reversed] : []));
  }
  await stores.startProjections();
  await eventually(
    () => list('', 'platform'),
    (answer) => idsOf(answer).length === all.length,
  );
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

const list = (query = '', as: Who = 'acme') => api.get(`/v1/fees${query}`, as);
const idsOf = ({ body }: Answer) => ((body['data'] ?? []) as { id: string }[]).map(({ id }) => id);

describe('API-28 fees are listed', () => {
  it('as they are booked, with how often they changed', async () => {
    const [changed] = (await list('?subject_id=of-tx-changed')).body['data'] as object[];
    expect(changed).toEqual({
      id: 'tx-changed',
      object: 'fee',
      kind: 'swap',
      subject_id: 'of-tx-changed',
      wallet_id: 'wal_acme',
      operator_id: 'acme',
      amount: '2.5',
      asset: 'TRX@tron',
      changes: 2,
      unclear: null,
      reported: null,
      observed_at: '2026-01-05T12:06:00.000Z',
    });
  });

  it('with what the provider charged, and took back', async () => {
    expect((await list('?kind=provider')).body['data']).toMatchObject([
      { id: reversedCharge, kind: 'provider', wallet_id: null, amount: '0', asset: 'USDT@tron', changes: 2 },
      { id: charge, subject_id: charge, operator_id: 'acme', amount: '25', changes: 1 },
    ]);
  });

  it('or not booked, and why', async () => {
    expect((await list('?unclear=true')).body['data']).toMatchObject([
      { id: 'tx-unread', amount: null, asset: null, changes: 0, unclear: 'unreadable', reported: '-1' },
      { id: 'tx-unclear', amount: null, asset: null, changes: 0, unclear: 'missing', reported: null },
    ]);
  });

  it.each<[string, Who, readonly string[]]>([
    ['', 'platform', all],
    ['', 'acme', ofAcme],
    ['', 'other', ['tx-theirs']],
    ['?operator_id=other', 'acme', ofAcme],
    ['?operator_id=other', 'platform', ['tx-theirs']],
    ['?kind=sweep', 'platform', ['tx-gas']],
    ['?kind=sweep', 'acme', []],
    ['?wallet_id=wal_acme&kind=payout', 'platform', ['tx-unclear', 'tx-once']],
    ['?wallet_id=wal_other', 'acme', []],
    ['?subject_id=of-tx-theirs', 'acme', []],
  ])('S-09 with %j by %s', async (query, as, expected) => {
    expect(idsOf(await list(query, as))).toEqual(expected.toReversed());
  });

  it('page by page, each once', async () => {
    const paged: string[] = [];
    for (let next = ''; next !== 'end'; ) {
      const answer: Answer = await list(`?limit=1${next}`);
      paged.push(...idsOf(answer));
      next = answer.body['has_more'] === true ? `&cursor=${String(answer.body['next_cursor'])}` : 'end';
    }
    expect(paged).toEqual(ofAcme.toReversed());
  });

  it.each(['kind=gas', 'unclear=false', 'limit=101', 'cursor=x', 'status=booked', 'wallet_id=%00'])(
    'refuses %s',
    async (query) =>
      expect(await list(`?${query}`)).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } }),
  );
});
