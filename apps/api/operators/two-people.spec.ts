import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accountCodec, accountStream } from '#libs/ledger/account.codec.js';
import { addressBookStream } from '#libs/operators/address-book.codec.js';
import { fundingStream } from '#libs/operators/funding.codec.js';
import { fiatWallet } from '#libs/operators/funding.js';
import { apiKeys, authorization, TestApi, TestStores, type Answer } from '../testing/test-api.js';

let stores: TestStores;
let api: TestApi;

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  for (const operator_id of ['acme', 'other']) await post('', { operator_id, name: operator_id });
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

const headers = { ...authorization('platform'), 'content-type': 'application/json' };
const approvedBy = (key: keyof typeof apiKeys) => ({ 'approval-authorization': `Bearer ${apiKeys[key]}` });
const post = async (path: string, payload: object, more: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  api.ask(`/v1/operators${path}`, { method: 'POST', headers: { ...headers, ...more }, payload });
const refused = (status: number, code: string) => ({ status, body: { error: { code } } });

/** What does not say that another person of the platform approves. */
const notApproved: readonly (readonly [string, Readonly<Record<string, string>>, object])[] = [
  ['nobody', {}, refused(403, 'forbidden_for_tenant')],
  ['the same person', approvedBy('platform'), refused(403, 'forbidden_for_tenant')],
  ['a tenant', approvedBy('acme'), refused(403, 'forbidden_for_tenant')],
  ['a forged key', { 'approval-authorization': `Bearer ${apiKeys.approver}x` }, refused(401, 'authentication_failed')],
  ['a name', { 'approval-authorization': 'key:k4' }, refused(401, 'authentication_failed')],
];

describe('POST /v1/operators/{id}/addresses/rule', () => {
  const rule = async (only_book_addresses: unknown, more = {}) =>
    post('/acme/addresses/rule', { only_book_addresses }, more);
  const rules = async () => (await api.streams.read(addressBookStream('acme'))).events;

  it('one person makes it stricter, once', async () => {
    for (let times = 0; times < 2; times++)
      expect(await rule(true)).toMatchObject({
        status: 200,
        body: { object: 'address_book', only_book_addresses: true },
      });
    expect(await rules()).toMatchObject([
      { type: 'BookRuleChanged.v1', data: { onlyBookAddresses: true, by: 'key:k3' }, metadata: { onBehalfOf: 'acme' } },
    ]);
  });

  it.each(notApproved)('is not given up when approved by %s', async (_, approval, answer) => {
    expect(await rule(false, approval)).toMatchObject(answer);
    expect(await rules()).toHaveLength(1);
  });

  it('is given up by two people', async () => {
    expect(await rule(false, approvedBy('approver'))).toMatchObject({
      status: 200,
      body: { only_book_addresses: false },
    });
    expect((await rules()).at(-1)?.data).toMatchObject({
      onlyBookAddresses: false,
      by: 'key:k3',
      approvedBy: 'key:k4',
    });
  });

  it('refuses what is no rule, and an operator that there is not', async () => {
    expect(await rule('false')).toMatchObject(refused(400, 'invalid_request'));
    const none = await post('/nobody/addresses/rule', { only_book_addresses: true });
    expect(none).toMatchObject(refused(404, 'resource_not_found'));
  });
});

describe('IN-09 POST /v1/operators/{id}/fundings/{id}/reverse', () => {
  const funding = {
    amount: '100.50',
    asset: 'EUR@fiat',
    reference: 'SEPA-1',
    value_date: '2026-01-05',
    evidence: 'st:7',
  };
  const reason = 'The bank took it back';
  let recorded: Readonly<Record<string, unknown>>;
  const path = (operatorId = 'acme') => `/${operatorId}/fundings/${String(recorded['id'])}`;
  const facts = async () => (await api.streams.read(fundingStream(String(recorded['id'])))).events;

  beforeAll(async () => {
    recorded = (await post('/acme/fundings', funding, { 'idempotency-key': 'key-1' })).body;
  });

  it('is shown as it was recorded until then', async () => {
    expect(recorded).toMatchObject({ status: 'recorded', reversal: null });
    expect((await api.get(`/v1/operators${path()}`, 'platform')).body).toEqual(recorded);
  });

  it.each(notApproved)('is not done when approved by %s', async (_, approval, answer) => {
    expect(await post(`${path()}/reverse`, { reason }, approval)).toMatchObject(answer);
    expect(await facts()).toHaveLength(1);
  });

  it('refuses another operator’s, one that there is not, and no reason', async () => {
    const approval = approvedBy('approver');
    const notFound = refused(404, 'resource_not_found');
    expect(await post(`${path('other')}/reverse`, { reason }, approval)).toMatchObject(notFound);
    expect(await post(`/acme/fundings/fund_${'a'.repeat(26)}/reverse`, { reason }, approval)).toMatchObject(notFound);
    expect(await post('/acme/fundings/x/reverse', { reason }, approval)).toMatchObject(notFound);
    expect(await api.get(`/v1/operators${path('other')}`, 'platform')).toMatchObject(notFound);
    expect(await post(`${path()}/reverse`, {}, approval)).toMatchObject(refused(400, 'invalid_request'));
    expect(await facts()).toHaveLength(1);
  });

  it('two people do it, once, and the fiat is gone', async () => {
    const reversal = { reason, reversed_by: 'key:k3', approved_by: 'key:k4', reversed_at: expect.stringMatching(/Z$/) };
    for (let times = 0; times < 2; times++) {
      const { status, body } = await post(`${path()}/reverse`, { reason }, approvedBy('approver'));
      expect({ status, body }).toEqual({ status: 200, body: { ...recorded, status: 'reversed', reversal } });
    }
    expect((await facts()).at(-1)?.metadata).toMatchObject({ actor: 'key:k3', onBehalfOf: 'acme' });
    const account = accountStream(fiatWallet('acme'), { token: 'EUR', chain: 'fiat', decimals: 2 });
    const booked = (await api.streams.read(account)).events.map((event) => accountCodec.decode(event).data.postings);
    expect(booked).toMatchObject([
      [{ from: 'external:fiat', to: 'wallet:fiat.acme:available' }],
      [{ from: 'wallet:fiat.acme:available', to: 'external:fiat' }],
    ]);
  });

  it('S-01 S-37 with no key in a log line or an event', async () => {
    const written: string[] = [...api.logLines];
    for await (const { data, metadata } of api.streams.readAll('start'))
      written.push(JSON.stringify({ data, metadata }));
    expect(written.length).toBeGreaterThan(10);
    expect(written.join('\n')).not.toContain('canary');
  });
});
