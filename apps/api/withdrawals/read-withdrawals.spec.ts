import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PayoutEvent } from '#libs/payouts/payout.events.js';
import { goodBody, LedgerFacts, now } from '../testing/ledger-facts.js';
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

type Told = (payoutId: string) => PayoutEvent;
const evidence = 'pull-1';
const reserved: Told = (payoutId) => ({
  type: 'PayoutFundsReserved',
  data: { payoutId, holdId: payoutId, reservedAt: now },
});
const started: Told = (payoutId) => ({
  type: 'PayoutAttemptStarted',
  data: { payoutId, attempt: 1, note: `test-${payoutId}-1`, claimedBy: 'w', startedAt: now },
});
const unknown: Told = (payoutId) => ({
  type: 'PayoutOutcomeUnknown',
  data: { payoutId, attempt: 1, observation: 'timeout', evidence, observedAt: now },
});
const review: Told = (payoutId) => ({
  type: 'PayoutReviewRequired',
  data: { payoutId, reason: 'outcome-unknown-too-long', since: now },
});
const bound: Told = (payoutId) => ({
  type: 'PayoutBound',
  data: { payoutId, attempt: 1, providerId: `tx/${payoutId}`, via: 'gate', evidence, boundAt: now },
});
const broadcast: Told = (payoutId) => ({
  type: 'PayoutBroadcast',
  data: { payoutId, providerId: `tx/${payoutId}`, transactionHash: `hash-${payoutId}`, seenAt: now },
});
const settled: Told = (payoutId) => ({
  type: 'PayoutSettled',
  data: { payoutId, providerId: `tx/${payoutId}`, evidence, settledAt: now },
});
const released: Told = (payoutId) => ({
  type: 'PayoutReleased',
  data: { payoutId, failureCode: 'resolved-not-paid', reason: 'secret evidence', releasedAt: now },
});
const rejected: Told = (payoutId) => ({
  type: 'PayoutRejected',
  data: { payoutId, code: 'insufficient-funds', reason: 'The balance does not cover it', rejectedAt: now },
});

const lives: Readonly<Record<string, { facts: readonly Told[]; looks: object }>> = {
  requested: { facts: [], looks: { status: 'pending', stage: 'requested', attempts: 0 } },
  reserved: { facts: [reserved], looks: { status: 'pending', stage: 'reserved' } },
  submitted: { facts: [reserved, started], looks: { status: 'pending', stage: 'submitted', attempts: 1 } },
  unknown: { facts: [reserved, started, unknown], looks: { status: 'pending', stage: 'unknown', review: null } },
  blocked: {
    facts: [reserved, started, unknown, review],
    looks: { status: 'blocked', review: { reason: 'outcome_unknown_too_long', since: now.toISOString() } },
  },
  broadcast: { facts: [reserved, started, bound, broadcast], looks: { status: 'pending', stage: 'broadcast' } },
  settled: {
    facts: [reserved, started, unknown, review, bound, broadcast, settled],
    looks: { status: 'confirmed', stage: 'settled', review: null, failure: null, settled_at: now.toISOString() },
  },
  released: {
    facts: [reserved, started, released],
    looks: {
      status: 'failed',
      failure: { code: 'resolved_not_paid', message: expect.not.stringContaining('secret'), retry_eligible: false },
    },
  },
  rejected: {
    facts: [rejected],
    looks: {
      status: 'failed',
      stage: 'rejected',
      failure: { code: 'insufficient_funds', message: 'The balance does not cover it', retry_eligible: true },
    },
  },
};

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

  describe('PO-08 OP-06 by any reference', () => {
    it.each([
      ['our id', () => ids['settled'], 'payout_id'],
      ['the player', () => 'p_settled', 'player_id'],
      ['the caller’s reference', () => 'settled', 'reference'],
      ['the provider’s id, with a slash', () => `tx/${ids['settled']}`, 'provider_id'],
      ['the hash', () => `hash-${ids['settled']}`, 'transaction_hash'],
    ] as const)('%s', async (_, reference, kind) => {
      const find = () => api.get(`/v1/references/${encodeURIComponent(reference() ?? '')}`);
      const { body } = await eventually(find, (answer) => (answer.body['data'] as []).length > 0);
      const id = ids['settled'];
      expect(body).toEqual({
        object: 'list',
        data: [{ kind, resource: 'withdrawal', id, url: `/v1/withdrawals/${id}`, recorded_at: expect.any(String) }],
      });
    });

    it.each(['idempotency-key', 'x-request-id'])('%s', async (header) => {
      const { body } = await api.post(goodBody, { [header]: `ref-${header}` });
      const find = () => api.get(`/v1/references/ref-${header}`);
      const found = await eventually(find, (answer) => (answer.body['data'] as []).length > 0);
      expect(found.body).toMatchObject({ data: [{ id: body['id'] }] });
    });

    it('an address finds all that went there', async () => {
      const { body } = await api.get(`/v1/references/${goodBody.destination.address}`);
      expect((body['data'] as []).length).toBeGreaterThan(1);
    });

    it('S-09 finds nothing of another tenant’s', async () => {
      const { status, body } = await api.get('/v1/references/p_settled', 'other');
      expect([status, body]).toEqual([200, { object: 'list', data: [] }]);
    });

    it.each(['nothing', '%00', "'; drop table x --", '%F0%9F%92%B8'])('finds nothing under %s', async (reference) => {
      expect(await api.get(`/v1/references/${reference}`)).toMatchObject({ status: 200, body: { data: [] } });
    });
  });
});
