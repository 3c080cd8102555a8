import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Position } from '#libs/event-streams/event-streams.js';
import { goodBody, LedgerFacts } from '../testing/ledger-facts.js';
import { authorization, TestApi, TestStores, type Answer } from '../testing/test-api.js';

let stores: TestStores;
let api: TestApi;
let head: Position | undefined;

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_acme', 'acme');
  await facts.registerWallet('wal_master', 'acme', 'master');
  await facts.registerWallet('wal_other', 'other');
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});
beforeEach(async () => {
  head = await api.streams.head();
});
afterEach(async () => {
  expect(await api.streams.head()).toEqual(head); // Whatever was wrong, nothing was stored.
});

const codeOf = ({ status, body }: Answer) => [status, (body['error'] as { code?: string } | undefined)?.code];
const detailsOf = ({ body }: Answer) => (body['error'] as { details?: object[] } | undefined)?.details;
const json = JSON.stringify(goodBody);
const without = (field: string) => ({ ...goodBody, [field]: undefined });
const withField = (field: string, value: unknown) => json.replace(/\}$/, `,"${field}":${JSON.stringify(value)}}`);
const metadataOf = (entries: number) => Object.fromEntries(Array.from({ length: entries }, (_, n) => [`k${n}`, 'v']));

describe('API-09 what is malformed is answered with 400 and stores nothing', () => {
  const malformed: readonly (readonly [name: string, payload: string | Buffer | object, field: string])[] = [
    ['no JSON', '{"wallet_id":', 'body'],
    ['an empty body', '', 'body'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'body'],
    ['an array', '[]', 'body'],
    ['a list of requests', `[${json}]`, 'body'],
    ['null', 'null', 'body'],
    ['a repeated key', json.replace('{', '{"amount":"1",'), 'body'],
    ['the prototype as a field', json.replace('{', '{"__proto__":{"amount":"1"},'), 'body'],
    ['the constructor as a field', withField('constructor', {}), 'body'],
    ['21 levels', json.replace('{', `{"x":${'['.repeat(20)}${']'.repeat(20)},`), 'body'],
    ['nothing in it', '{}', 'wallet_id'],
    ['an unknown field', withField('statuss', 'confirmed'), 'statuss'],
    ['a field of the answer', withField('status', 'confirmed'), 'status'],
    ['a tenant', withField('operator_id', 'other'), 'operator_id'],
    ['an unknown field inside', { ...goodBody, destination: { ...goodBody.destination, tag: '1' } }, 'destination.tag'],
    ['no wallet', without('wallet_id'), 'wallet_id'],
    ['no player', without('player_id'), 'player_id'],
    ['no amount', without('amount'), 'amount'],
    ['no asset', without('asset'), 'asset'],
    ['no destination', without('destination'), 'destination'],
    ['no address', { ...goodBody, destination: {} }, 'destination.address'],
    ['an integer for an amount', { ...goodBody, amount: 12 }, 'amount'],
    ['a float for an amount', { ...goodBody, amount: 12.5 }, 'amount'],
    ['a number literal that no float can hold', json.replace('"12.50"', '1e400'), 'amount'],
    ['null for an amount', { ...goodBody, amount: null }, 'amount'],
    ['an object for an amount', { ...goodBody, amount: { minor: '1' } }, 'amount'],
    ['a text for a destination', { ...goodBody, destination: 'T' }, 'destination'],
    ['a list of destinations', { ...goodBody, destination: [goodBody.destination] }, 'destination'],
    ['null for a destination', { ...goodBody, destination: null }, 'destination'],
    ['a number for an address', { ...goodBody, destination: { address: 1 } }, 'destination.address'],
    ['a number for a player', { ...goodBody, player_id: 4827 }, 'player_id'],
    ['a space in a player', { ...goodBody, player_id: 'p 1' }, 'player_id'],
    ['a stream in a wallet', { ...goodBody, wallet_id: '../$all' }, 'wallet_id'],
    ['null for a reference', { ...goodBody, reference: null }, 'reference'],
    ['a NUL in a reference', { ...goodBody, reference: 'a\0b' }, 'reference'],
    ['an invisible character in a reference', { ...goodBody, reference: 'a\u200bb' }, 'reference'],
    ['half a surrogate pair in a reference', { ...goodBody, reference: 'a\ud800' }, 'reference'],
    ['a long reference', { ...goodBody, reference: 'x'.repeat(129) }, 'reference'],
    ['a number in the metadata', { ...goodBody, metadata: { a: 1 } }, 'metadata'],
    ['an object in the metadata', { ...goodBody, metadata: { a: {} } }, 'metadata'],
    ['a list for metadata', { ...goodBody, metadata: ['a'] }, 'metadata'],
    ['21 entries of metadata', { ...goodBody, metadata: metadataOf(21) }, 'metadata'],
    ['a long text in the metadata', { ...goodBody, metadata: { a: 'x'.repeat(501) } }, 'metadata'],
    ['a space in a name of the metadata', { ...goodBody, metadata: { 'a b': 'c' } }, 'metadata'],
  ];

  it.each(malformed)('%s', async (_, payload, field) => {
    const answer = await api.post(payload);
    expect(codeOf(answer)).toEqual([400, 'invalid_request']);
    expect(detailsOf(answer)).toContainEqual({ field, problem: expect.any(String) });
  });

  it('S-41 does not send back what it was sent', async () => {
    const answer = await api.post({ ...goodBody, amount: 'canary-value'.repeat(9), canary: 'canary-value' });
    expect(answer.text).not.toContain('canary-value');
  });
});

describe('API-07 the key of a request', () => {
  it('has to be there', async () => {
    const headers = { ...authorization('acme'), 'content-type': 'application/json' };
    const answer = await api.ask('/v1/withdrawals', { method: 'POST', headers, payload: goodBody });
    expect(codeOf(answer)).toEqual([400, 'invalid_request']);
    expect(detailsOf(answer)).toEqual([{ field: 'Idempotency-Key', problem: 'is missing' }]);
  });

  it.each(['', ' ', 'a b', 'x'.repeat(256), 'clé'])('is refused when it is %j', async (key) => {
    expect(codeOf(await api.post(goodBody, { 'idempotency-key': key }))).toEqual([400, 'invalid_request']);
  });
});

const notPositive = ['0', '0.0', '0.000000', '-1', '-0'];
const noDecimals = [
  '',
  ' ',
  ' 1',
  '1 ',
  '.5',
  '1.',
  '01',
  '00',
  '+1',
  '1,5',
  '1_000',
  '0x10',
  '1e-7',
  '1E3',
  '0.1+0.2',
];
const noDigits = ['NaN', 'Infinity', '١٢', '１２'];
const tooFineOrTooLarge = ['1.0000000', '0.0000001', '9'.repeat(79), '9'.repeat(60_000)];
const badAmounts = [...notPositive, ...noDecimals, ...noDigits, ...tooFineOrTooLarge];

describe('what is well-formed and cannot be done is answered with 422 and stores nothing', () => {
  it.each(['USDT', 'usdt@tron', 'USDT@ethereun', 'DOGE@tron', 'USDT@tron/18', 'USDT@tron/06', '', '__proto__'])(
    'IN-21 the unknown asset %j',
    async (asset) => {
      expect(codeOf(await api.post({ ...goodBody, asset }))).toEqual([422, 'unknown_asset']);
    },
  );

  it.each(badAmounts)('F1.14 S-29 the amount %j', async (amount) => {
    expect(codeOf(await api.post({ ...goodBody, amount }))).toEqual([422, 'invalid_amount']);
  });

  it.each([
    ['of another chain', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'],
    ['of another chain', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['with a changed character', 'TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMX'],
    ['of nobody', 'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb'],
    ['with a space', ' TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW'],
    ['with an invisible character', 'TJCnKsPa7y5okkXvQAid\u200bZBzqx3QyQ6sxMW'],
    ['that is empty', ''],
    ['beyond all measure', 'T'.repeat(50_000)],
  ])('F3.12 S-28 an address %s', async (_, address) => {
    const answer = await api.post({ ...goodBody, destination: { address } });
    expect(codeOf(answer)).toEqual([422, 'invalid_destination']);
    expect(detailsOf(answer)).toEqual([{ field: 'destination.address', problem: expect.any(String) }]);
  });

  it('F3.12 a good address on the wrong chain is called that', async () => {
    const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';
    const answer = await api.post({ ...goodBody, destination: { address } });
    expect(detailsOf(answer)).toMatchObject([{ problem: expect.stringContaining('another blockchain') }]);
  });
});

describe('IN-26 S-09 a wallet that is not there to pay the caller’s players', () => {
  it.each(['wal_none', 'wal_other', 'wal_master'])('%s is answered with the same 404', async (wallet_id) => {
    const { status, text, body } = await api.post({ ...goodBody, wallet_id });
    const { request_id } = body['error'] as { request_id: string };
    const none = await api.get('/v1/withdrawals/po_aaaaaaaaaaaaaaaaaaaaaaaaaa');
    const { request_id: other } = none.body['error'] as { request_id: string };
    expect([status, text.replace(request_id, '')]).toEqual([404, none.text.replace(other, '')]);
  });
});

describe('S-21 what is not taken at all', () => {
  it('is a body of more than 64 kB', async () => {
    const fill = (bytes: number) => json.replace('}', `}${' '.repeat(bytes - json.length)}`);
    expect(codeOf(await api.post(fill(65_537)))).toEqual([413, 'payload_too_large']);
    expect(codeOf(await api.post(fill(65_536).replace('"asset"', '"ass"')))).toEqual([400, 'invalid_request']);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'json',
  ])('is a body of type %s', async (type) => {
    expect(codeOf(await api.post(json, { 'content-type': type }))).toEqual([415, 'unsupported_media_type']);
  });

  it.each(['/v1/references/%zz', `/v1/references/${'x'.repeat(3_000)}`, `/v1/balances?wallet_id=${'x'.repeat(3_000)}`])(
    'is the URL %#',
    async (url) => {
      const answer = await api.get(url);
      expect(codeOf(answer)).toEqual([400, 'invalid_request']);
      expect(answer.headers).toMatchObject({ 'x-request-id': expect.any(String), 'x-content-type-options': 'nosniff' });
    },
  );
});
