import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onboardingSteps } from '#libs/operators/onboarding-steps.js';
import { operatorStream } from '#libs/operators/operator.codec.js';
import { LedgerFacts, tronAddress } from '../testing/ledger-facts.js';
import { authorization, TestApi, TestStores, type Answer } from '../testing/test-api.js';

let stores: TestStores;
let api: TestApi;

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  await new LedgerFacts(api.streams).registerWallet('wal_deposits', 'acme', 'deposit');
  await new LedgerFacts(api.streams).registerWallet('wal_other', 'other', 'deposit');
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

const headers = { ...authorization('platform'), 'content-type': 'application/json' };
const post = async (path: string, payload: object): Promise<Answer> =>
  api.ask(`/v1/operators${path}`, { method: 'POST', headers, payload });
const get = async (path: string): Promise<Answer> => api.get(`/v1/${path}`, 'platform');
const refused = (status: number, code: string, field?: string) => ({
  status,
  body: { error: { code, ...(field !== undefined && { details: [{ field }] }) } },
});
const acme = { operator_id: 'acme', name: 'Acme Games' };
const evidence = 'ticket:4711';

describe('IN-04 POST /v1/operators', () => {
  it('registers an operator, once', async () => {
    expect(await get('operators/acme')).toMatchObject(refused(404, 'resource_not_found'));
    const registered = await post('', acme);
    expect(registered).toMatchObject({
      status: 201,
      headers: { location: '/v1/operators/acme' },
      body: { object: 'operator', id: 'acme', onboarded: false, missing_steps: onboardingSteps, steps: [] },
    });
    expect((await post('', acme)).body).toEqual(registered.body);
    expect((await get('operators/acme')).body).toEqual(registered.body);
    expect(await post('', { ...acme, name: 'Others' })).toMatchObject(refused(409, 'invalid_state'));
  });

  it('IN-02 stores who did it, and for which operator', async () => {
    const { events } = await api.streams.read(operatorStream('acme'));
    expect(events).toMatchObject([
      {
        type: 'OperatorRegistered.v1',
        data: { by: 'key:k3' },
        metadata: { correlationId: 'acme', actor: 'key:k3', onBehalfOf: 'acme', requestId: expect.any(String) },
      },
    ]);
  });

  it.each([
    ['an id that is none', { ...acme, operator_id: 'a/b' }, 'operator_id'],
    ['no name', { operator_id: 'acme' }, 'name'],
    ['an unknown field', { ...acme, plan: 'enterprise' }, 'plan'],
  ])('refuses %s', async (_, body, field) =>
    expect(await post('', body)).toMatchObject(refused(400, 'invalid_request', field)),
  );

  it('is refused to tenants, as everything else here', async () => {
    for (const path of ['', '/acme/steps', '/acme/addresses', '/acme/fundings']) {
      const as = { ...headers, ...authorization('acme') };
      const answer = await api.ask(`/v1/operators${path}`, { method: 'POST', headers: as, payload: acme });
      expect(answer).toMatchObject(refused(403, 'forbidden_for_tenant'));
    }
    expect(await api.get('/v1/operators/acme')).toMatchObject(refused(403, 'forbidden_for_tenant'));
    expect(await api.get('/v1/widgets/widget_1')).toMatchObject(refused(403, 'forbidden_for_tenant'));
  });
});

describe('IN-04 POST /v1/operators/{id}/steps', () => {
  it('records a step, once, and takes it back', async () => {
    const step = { step: 'enterprise-plan-confirmed', evidence };
    for (let times = 0; times < 2; times++)
      expect(await post('/acme/steps', step)).toMatchObject({
        status: 200,
        body: { missing_steps: onboardingSteps.slice(1), steps: [{ ...step, recorded_by: 'key:k3' }] },
      });
    const withdraw = '/acme/steps/enterprise-plan-confirmed/withdraw';
    expect(await post(withdraw, { reason: 'It ended' })).toMatchObject({ body: { missing_steps: onboardingSteps } });
    expect(await post(withdraw, { reason: 'It ended' })).toMatchObject(refused(409, 'invalid_state'));
    expect(await post('/acme/steps', step)).toMatchObject({ status: 200 });
  });

  it.each([
    ['an unknown step', { step: 'party', evidence }, refused(400, 'invalid_request', 'step')],
    ['no evidence', { step: 'device-paired' }, refused(400, 'invalid_request', 'evidence')],
    ['no detail', { step: 'funded', evidence }, refused(400, 'invalid_request', 'reference')],
    [
      'another step’s detail',
      { step: 'device-paired', evidence, api_user: 'a' },
      refused(400, 'invalid_request', 'api_user'),
    ],
    [
      'a step too early',
      { step: 'api-admin-approved', evidence, api_user: 'a', approved_by: 'owner' },
      refused(409, 'invalid_state', 'step'),
    ],
    [
      'IN-15 an API user that nobody approved',
      { step: 'api-admin-approved', evidence, api_user: 'a' },
      refused(400, 'invalid_request', 'approved_by'),
    ],
  ])('refuses %s', async (_, body, expected) => expect(await post('/acme/steps', body)).toMatchObject(expected));

  it('knows no operator and no step that there is not', async () => {
    const step = { step: 'device-paired', evidence };
    expect(await post('/nobody/steps', step)).toMatchObject(refused(404, 'resource_not_found'));
    const reason = 'It ended';
    expect(await post('/acme/steps/party/withdraw', { reason })).toMatchObject(refused(404, 'resource_not_found'));
  });
});

describe('IN-03 PUT /v1/operators/{id}/approver', () => {
  const hosting = { hosted_by: 'operator', endpoint: 'approver.acme.example:8443', version: '1.4.2' };
  const put = async (payload: object, id = 'acme', as: 'platform' | 'acme' = 'platform'): Promise<Answer> =>
    api.ask(`/v1/operators/${id}/approver`, { method: 'PUT', headers: { ...headers, ...authorization(as) }, payload });

  it('records who runs the approver, and shows it with the operator', async () => {
    expect((await get('operators/acme')).body).toMatchObject({ approver: null });
    for (let times = 0; times < 2; times++)
      expect(await put(hosting)).toMatchObject({
        status: 200,
        body: { approver: { ...hosting, recorded_by: 'key:k3' } },
      });
    expect(await put({ ...hosting, version: '1.5.0' })).toMatchObject({ body: { approver: { version: '1.5.0' } } });
    expect((await get('operators/acme')).body).toMatchObject({ approver: { ...hosting, version: '1.5.0' } });
    const { events } = await api.streams.read(operatorStream('acme'));
    const recorded = events.filter(({ type }) => type === 'ApproverHostingRecorded.v1');
    expect(recorded.map(({ metadata: { actor, onBehalfOf } }) => [actor, onBehalfOf])).toEqual([
      ['key:k3', 'acme'],
      ['key:k3', 'acme'],
    ]);
  });

  it.each([
    ['nobody', { hosted_by: 'somebody' }, refused(400, 'invalid_request', 'hosted_by')],
    ['a secret path', { endpoint: 'https://a.example/secret' }, refused(400, 'invalid_request', 'endpoint')],
    ['no version', { version: 'the latest' }, refused(400, 'invalid_request', 'version')],
  ])('refuses %s', async (_, changes, expected) =>
    expect(await put({ ...hosting, ...changes })).toMatchObject(expected),
  );

  it('is for the platform, and for operators that there are', async () => {
    expect(await put(hosting, 'acme', 'acme')).toMatchObject(refused(403, 'forbidden_for_tenant'));
    expect(await put(hosting, 'nobody')).toMatchObject(refused(404, 'resource_not_found'));
  });
});

describe('/v1/operators/{id}/addresses', () => {
  const tron = { chain: 'tron', address: tronAddress };

  it('keeps the book; who added an address does not approve it', async () => {
    const entry = { ...tron, label: 'Treasury', status: 'waiting', added_by: 'key:k3' };
    const book = { object: 'address_book', operator_id: 'acme', only_book_addresses: false, addresses: [entry] };
    expect(await post('/acme/addresses', { ...tron, label: 'Treasury' })).toMatchObject({ status: 200, body: book });
    expect(await get('operators/acme/addresses')).toMatchObject({ status: 200, body: book });
    expect(await post('/acme/addresses/approve', tron)).toMatchObject(refused(403, 'forbidden_for_tenant'));
    const revoked = await post('/acme/addresses/revoke', { ...tron, reason: 'Key lost' });
    expect(revoked).toMatchObject({ status: 200, body: { addresses: [] } });
    expect(await post('/acme/addresses/approve', tron)).toMatchObject(refused(404, 'resource_not_found'));
  });

  it.each([
    ['a chain that is none', { ...tron, chain: 'doge', label: 'a' }, refused(400, 'invalid_request', 'chain')],
    ['no label', tron, refused(400, 'invalid_request', 'label')],
    [
      'an address of another chain',
      { ...tron, chain: 'bitcoin', label: 'a' },
      refused(422, 'invalid_destination', 'address'),
    ],
    ['a bank', { ...tron, chain: 'fiat', label: 'a' }, refused(422, 'invalid_destination', 'address')],
  ])('refuses %s', async (_, body, expected) => expect(await post('/acme/addresses', body)).toMatchObject(expected));

  it('knows no book of an operator that there is not', async () => {
    expect(await get('operators/nobody/addresses')).toMatchObject(refused(404, 'resource_not_found'));
    const added = await post('/nobody/addresses', { ...tron, label: 'Treasury' });
    expect(added).toMatchObject(refused(404, 'resource_not_found'));
  });
});

describe('IN-05 /v1/widgets/{id}', () => {
  const widget = {
    operator_id: 'acme',
    deposit_wallet_id: 'wal_deposits',
    coins: ['USDT@tron/6'],
    sweep_every_minutes: 60,
    expires_after_minutes: 30,
    accept_partial_payment: false,
    overcharge: { excess: 'credit', tolerance_bps: 50 },
  };
  const put = async (payload: object, id = 'widget_1'): Promise<Answer> =>
    api.ask(`/v1/widgets/${id}`, { method: 'PUT', headers, payload });

  it('configures it in versions; nobody overwrites what he did not see', async () => {
    expect(await get('widgets/widget_1')).toMatchObject(refused(404, 'resource_not_found'));
    const first = await put({ ...widget, based_on: 0 });
    expect(first).toMatchObject({ status: 200, body: { object: 'widget', id: 'widget_1', version: 1, ...widget } });
    expect((await put({ ...widget, based_on: 0 })).body).toEqual(first.body);
    const changed = { ...widget, sweep_every_minutes: 5 };
    expect(await put({ ...changed, based_on: 0 })).toMatchObject(refused(409, 'invalid_state', 'based_on'));
    expect(await put({ ...changed, based_on: 1 })).toMatchObject({ status: 200, body: { version: 2, ...changed } });
    expect((await get('widgets/widget_1')).body).toMatchObject({ version: 2, ...changed });
  });

  it.each([
    ['a coin that is none', { coins: ['DOGE'] }, refused(400, 'invalid_request', 'coins')],
    ['no list of coins', { coins: 'USDT@tron/6' }, refused(400, 'invalid_request', 'coins')],
    ['a part of a minute', { sweep_every_minutes: 0.5 }, refused(400, 'invalid_request', 'sweep_every_minutes')],
    ['no time at all', { expires_after_minutes: 0 }, refused(400, 'invalid_request', 'expires_after_minutes')],
    ['a negative version', { based_on: -1 }, refused(400, 'invalid_request', 'based_on')],
    [
      'more than everything',
      { overcharge: { excess: 'ignore', tolerance_bps: 10_001 } },
      refused(400, 'invalid_request', 'overcharge.tolerance_bps'),
    ],
    ['an address without TLS', { webhook_url: 'http://a.example' }, refused(400, 'invalid_request', 'webhook_url')],
    ['another operator’s wallet', { deposit_wallet_id: 'wal_other' }, refused(404, 'resource_not_found')],
    ['an unknown operator', { operator_id: 'nobody' }, refused(404, 'resource_not_found')],
  ])('refuses %s', async (_, changes, expected) =>
    expect(await put({ ...widget, based_on: 2, ...changes })).toMatchObject(expected),
  );

  it('refuses an id that is none', async () =>
    expect(await put({ ...widget, based_on: 0 }, 'a.b')).toMatchObject(refused(400, 'invalid_request', 'id')));
});
