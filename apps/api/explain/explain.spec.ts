import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { available, external, reserved } from '#libs/ledger/account-name.js';
import { posting } from '#libs/ledger/posting.js';
import { amountOf, LedgerFacts, now } from '../testing/ledger-facts.js';
import { eventually, TestApi, TestStores } from '../testing/test-api.js';
import type { EntryDto, ExplanationDto } from './explain.dto.js';

let stores: TestStores;
let api: TestApi;

beforeAll(async () => {
  stores = await TestStores.start();
  await stores.startProjections();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_a', 'acme');
  await facts.registerWallet('wal_other', 'other');
  await facts.credit('wal_other', amountOf('7'));
  await facts.credit('wal_a', amountOf('1000'));
  const [held, walletId, holdId] = [amountOf('12.5'), 'wal_a', 'h1'];
  const hold = { walletId, holdId, amount: held, heldAt: now };
  await facts.appendToAccount(held, {
    type: 'FundsHeld',
    data: { ...hold, postings: [posting(available('wal_a'), reserved('wal_a'), held)] },
  });
  const capture = { walletId, holdId, amount: held, reference: 'tx', capturedAt: now };
  await facts.appendToAccount(held, {
    type: 'HoldCaptured',
    data: { ...capture, postings: [posting(reserved('wal_a'), external('tron'), held)] },
  });
  await facts.credit('wal_a', amountOf('3'));
  await eventually(
    () => explain('wallet_id=wal_a&asset=USDT@tron'),
    ({ data }) => data?.length === 5,
  );
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

async function explain(query: string): Promise<ExplanationDto> {
  return (await api.get(`/v1/explain?${query}`)).body as unknown as ExplanationDto;
}

const ofWallet = 'wallet_id=wal_a&asset=USDT@tron';
const movesOf = ({ data }: { data: readonly EntryDto[] }) => data.map(({ amount, total }) => [amount, total]);

describe('RS-10 GET /v1/explain', () => {
  it('lists the entries that made a balance, with the running total', async () => {
    const found = await explain(`${ofWallet}&part=available`);
    expect(found).toMatchObject({ object: 'explanation', wallet_id: 'wal_a', asset: 'USDT@tron', part: 'available' });
    expect(found).toMatchObject({ balance: '990.5', opening: '0', has_more: false, next_cursor: null });
    expect(movesOf(found)).toEqual([
      ['1000', '1000'],
      ['-12.5', '987.5'],
      ['3', '990.5'],
    ]);
    expect(found.data[1]).toEqual({
      position: expect.stringMatching(/^\d+$/),
      recorded_at: expect.any(String),
      effective_at: expect.any(String),
      event: 'FundsHeld',
      cause: 'test',
      account: 'wallet:wal_a:available',
      counter_account: 'wallet:wal_a:reserved',
      amount: '-12.5',
      total: '987.5',
    });
    expect(found.position).toBe(found.data[2]?.position);
  });

  it('page by page, of one and the same balance', async () => {
    const all = await explain(ofWallet);
    expect(all).toMatchObject({ balance: '990.5', part: null });
    const entries: EntryDto[] = [];
    let page = await explain(`${ofWallet}&limit=2`);
    for (let pages = 1; ; pages++) {
      expect([page.balance, page.position]).toEqual([all.balance, all.position]);
      expect(page.opening).toBe(entries.at(-1)?.total ?? '0');
      entries.push(...page.data);
      if (page.next_cursor === null || pages > 5) break;
      page = await explain(`${ofWallet}&limit=2&cursor=${page.next_cursor}`);
    }
    expect(entries).toEqual(all.data);
  });

  it('as it stood at an earlier position', async () => {
    const [first] = (await explain(`${ofWallet}&part=available`)).data;
    const then = await explain(`${ofWallet}&part=available&position=${first?.position}`);
    expect(then).toMatchObject({ balance: '1000', position: first?.position, data: [first] });
    expect(await explain(`${ofWallet}&position=0`)).toMatchObject({ balance: '0', data: [] });
  });

  it('S-09 of one’s own wallets only', async () => {
    for (const answer of [
      await api.get('/v1/explain?wallet_id=wal_other&asset=USDT@tron'),
      await api.get(`/v1/explain?${ofWallet}`, 'other'),
    ])
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'resource_not_found' } } });
  });

  it.each([
    ['', 400, 'invalid_request'],
    ['wallet_id=wal_a', 400, 'invalid_request'],
    ['wallet_id=wal_a&asset=DOGE@tron', 422, 'unknown_asset'],
    [`${ofWallet}&part=all`, 400, 'invalid_request'],
    [`${ofWallet}&position=-1`, 400, 'invalid_request'],
    [`${ofWallet}&position=9999999999999999999`, 400, 'invalid_request'],
    [`${ofWallet}&cursor=abc`, 400, 'invalid_request'],
    [`${ofWallet}&limit=0`, 400, 'invalid_request'],
    [`${ofWallet}&operator_id=other`, 400, 'invalid_request'],
  ])('refuses ?%s', async (query, status, code) =>
    expect(await api.get(`/v1/explain?${query}`)).toMatchObject({ status, body: { error: { code } } }),
  );
});
