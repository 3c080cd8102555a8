import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goodBody, LedgerFacts } from '../testing/ledger-facts.js';
import { lives } from '../testing/payout-lives.js';
import { authorization, eventually, type Answer, TestApi, TestStores } from '../testing/test-api.js';

let stores: TestStores;
let api: TestApi;
let facts: LedgerFacts;

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_acme', 'acme');
  await facts.registerWallet('wal_acme_2', 'acme');
  await facts.registerWallet('wal_other', 'other');
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

async function request(change: object = {}): Promise<string> {
  return String((await api.post({ ...goodBody, ...change })).body['id']);
}

describe('PO-22 a withdrawal can be read at any time, from the read model and without it', () => {
  const ids: Record<string, string> = {};
  const fromLog: Record<string, object> = {};

  it('before the read model has it, right after it was requested', async () => {
    for (const [life, { facts: told, looks }] of Object.entries(lives)) {
      const id = (ids[life] = await request({ player_id: `p_${life}`, reference: life }));
      const events = told.map((fact) => fact(id));
      if (events.length > 0) await facts.appendToPayout(id, ...events);
      const { status, body } = await api.get(`/v1/withdrawals/${id}`);
      expect({ status, body }).toMatchObject({ status: 200, body: { id, ...looks } });
      fromLog[life] = body;
    }
  });

  it('INV-R1 and looks the same once the read model has it', async () => {
    await stores.startProjections();
    await eventually(
      () => api.get('/v1/withdrawals?limit=100'),
      ({ body }) => (body['data'] as []).length === Object.keys(lives).length,
    );
    const { body } = await api.get('/v1/withdrawals?limit=100');
    const listed = new Map((body['data'] as { id: string }[]).map((each) => [each.id, each]));
    for (const [life, id] of Object.entries(ids)) {
      expect(listed.get(id)).toEqual(fromLog[life]);
      expect((await api.get(`/v1/withdrawals/${id}`)).body).toEqual(fromLog[life]);
    }
  });

  it('PO-14 with the provider’s reference and the hash on the chain', async () => {
    const { body } = await api.get(`/v1/withdrawals/${ids['settled']}`);
    expect(body).toMatchObject({
      provider_reference: `tx/${ids['settled']}`,
      transaction_hash: `hash-${ids['settled']}`,
    });
  });

  it.each([
    ['status=pending', ['requested', 'reserved', 'submitted', 'unknown', 'broadcast']],
    ['status=blocked', ['blocked']],
    ['status=confirmed', ['settled']],
    ['status=failed', ['rejected', 'released']],
    ['status=canceled', []],
    ['player_id=p_settled', ['settled']],
    ['reference=unknown', ['unknown']],
    ['status=failed&player_id=p_rejected', ['rejected']],
    ['wallet_id=wal_acme_2', []],
    ['created_from=2000-01-01T00:00:00Z&created_to=2000-01-02T00:00:00%2B02:00', []],
    ['created_to=2999-01-01T00:00:00Z&reference=blocked', ['blocked']],
  ])('PO-22 filters by %s', async (query, expected) => {
    const { body } = await api.get(`/v1/withdrawals?${query}`);
    const found = (body['data'] as { reference: string }[]).map(({ reference }) => reference);
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it.each([
    'status=done',
    'status=pending&status=failed',
    'limit=0',
    'limit=101',
    'limit=1e1',
    'limit=',
    'cursor=x',
    'cursor=MS5wb18=',
    'created_from=yesterday',
    'created_from=2026-05-18',
    'created_from=2026-05-18T23:59:60Z',
    'player_id=',
    'player_id=%00',
    'unknown=1',
    '__proto__=1',
    'constructor=1',
    'toString=1',
    'created_from=2026-02-30T00:00:00Z',
    'created_to=2026-04-31T00:00:00%2B02:00',
    'operator_id=other',
  ])('refuses %s', async (query) => {
    expect(await api.get(`/v1/withdrawals?${query}`)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_request' } },
    });
  });

  it('goes through all of them page by page, the newest first, each once', async () => {
    const seen: { id: string; created_at: string }[] = [];
    let next = '';
    for (let pages = 0; pages < 10 && next !== 'end'; pages++) {
      const { body }: Answer = await api.get(`/v1/withdrawals?limit=2${next}`);
      seen.push(...(body['data'] as typeof seen));
      expect(body['has_more']).toBe(body['next_cursor'] !== null);
      next = body['has_more'] === true ? `&cursor=${String(body['next_cursor'])}` : 'end';
    }
    expect(new Set(seen.map(({ id }) => id))).toEqual(new Set(Object.values(ids)));
    expect(seen).toHaveLength(Object.keys(ids).length);
    expect(seen.map(({ created_at }) => created_at)).toEqual(
      seen
        .map(({ created_at }) => created_at)
        .toSorted()
        .toReversed(),
    );
  });

  it('S-09 another tenant’s is not there, in neither store', async () => {
    const id = ids['settled'];
    const theirs = await api.get(`/v1/withdrawals/${id}`, 'other');
    const nobodys = await api.get('/v1/withdrawals/po_aaaaaaaaaaaaaaaaaaaaaaaaaa', 'other');
    const anonymous = (text: string) => text.replace(/req_\w+/, '');
    expect([theirs.status, anonymous(theirs.text)]).toEqual([404, anonymous(nobodys.text)]);
    expect((await api.get('/v1/withdrawals', 'other')).body).toMatchObject({ data: [], has_more: false });
    const unread = await api.post({ ...goodBody, wallet_id: 'wal_other' }, authorization('other'));
    expect((await api.get(`/v1/withdrawals/${String(unread.body['id'])}`)).status).toBe(404);
  });

  it.each([
    'x',
    'po_',
    '$all',
    '..',
    'po_AAAAAAAAAAAAAAAAAAAAAAAAAA',
    'po_aaaaaaaaaaaaaaaaaaaaaaaaaa%00',
    '%2e%2e%2fhealth',
  ])('finds nothing under %s', async (id) => {
    expect(await api.get(`/v1/withdrawals/${id}`)).toMatchObject({
      status: 404,
      body: { error: { code: 'resource_not_found' } },
    });
  });
});
