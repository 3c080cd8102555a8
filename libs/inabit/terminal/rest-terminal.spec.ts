import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { TerminalUnavailable } from '#libs/deposits/terminal-source.js';
import { money } from '#libs/money/money.js';
import { asset } from '../testing/gateway.js';
import { ManualClock } from '../testing/manual-clock.js';
import { RestTerminal } from './rest-terminal.js';
import { TerminalHttp } from './terminal-http.js';

const url = 'https://terminal.example';
const bounds = { requestTimeoutMs: 1_500, responseBytesMax: 20_000 };
const clock = new ManualClock();

beforeAll(() => nock.disableNetConnect());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
});
beforeAll(() => {
  if (!nock.isActive()) nock.activate();
});

function connect(): RestTerminal {
  return new RestTerminal(new TerminalHttp({ url, organizationKey: 'a'.repeat(64), clock, bounds }), clock);
}

const purchaseText = `{"data":{"id":"p-1","title":"t","asset":"BTC","blockchain":"bitcoin","address":"bc1qx","transactions":["h1"],
  "fiatAmount":1.5,"fiatCurrency":"USD","amount":0.000007,"plannedAmount":6.73E-6,"baseCurrency":"USD",
  "baseCurrencyAmount":0.4512345678901234567,"status":"Completed","widgetId":"w-1","purchaseIdentifier":"order-7",
  "acceptPartialPayment":true,"somethingNew":{"deep":[1]}}}`;

function answers(path: string, body: string, status = 200) {
  return nock(url, { reqheaders: { authorization: `Bearer ${'a'.repeat(64)}` } })
    .get(path)
    .reply(status, body, { 'content-type': 'application/json' });
}

const purchasePath = '/v1/merchant/purchase/p-1';

describe('DW-27 DW-28 a purchase as pulled', () => {
  it('has its amounts exact to the last digit, whatever their notation, and tolerates more fields', async () => {
    answers(purchasePath, purchaseText);
    const pulled = await connect().pullPurchase('p-1');
    const btc = asset('BTC@bitcoin');
    expect(pulled).toMatchObject({
      outcome: 'found',
      evidence: expect.stringMatching(/[0-9a-f]{64}/),
      sighting: {
        providerId: 'p-1',
        status: 'Completed',
        widgetId: 'w-1',
        asset: btc,
        planned: money(btc, 673n),
        received: money(btc, 700n),
        transactionHashes: ['h1'],
        purchaseIdentifier: 'order-7',
        acceptPartialPayment: true,
        value: { fiatAmount: '1.5', fiatCurrency: 'USD', baseCurrencyAmount: '0.4512345678901234567' },
      },
    });
  });

  it('needs no more than its id, widget and status', async () => {
    answers(purchasePath, '{"data":{"id":"p-1","status":"Initiated","widgetId":"w-1"}}');
    expect(await connect().pullPurchase('p-1')).toMatchObject({
      sighting: { status: 'Initiated', asset: undefined, planned: undefined, transactionHashes: [], value: {} },
    });
  });

  it.each([
    ['a chain that nobody knows', 'bitcoin', 'dogecoin'],
    ['a token that nobody knows', 'BTC', 'DOGE'],
  ])('has no asset with %s, never a guessed one', async (_, known, unknown) => {
    answers(purchasePath, purchaseText.replace(`"${known}"`, `"${unknown}"`));
    expect(await connect().pullPurchase('p-1')).toMatchObject({ sighting: { asset: undefined, received: undefined } });
  });

  it('is not found when there is none', async () => {
    answers(purchasePath, '{"error":{"message":"Purchase not found"}}', 404);
    expect(await connect().pullPurchase('p-1')).toEqual({ outcome: 'not-found' });
  });
});

describe('F3.7 F3.8 nothing is learned from', () => {
  it.each([
    ['401', 401, '{"error":{"messages":["no"]}}', 'http-401'],
    ['403', 403, '{"error":{"message":"no"}}', 'http-403'],
    ['429', 429, '', 'http-429'],
    ['500', 500, 'oops', 'http-500'],
    ['HTML', 200, '<html></html>', 'not-json'],
    ['a truncated body', 200, purchaseText.slice(0, 200), 'not-json'],
    ['nothing', 200, '', 'not-json'],
    ['a missing status', 200, '{"data":{"id":"p-1","widgetId":"w-1"}}', 'schema-drift data.status'],
    ['an amount that is none', 200, purchaseText.replace('0.000007', '"much"'), 'schema-drift data.amount'],
    ['a huge body', 200, `{"data":"${'x'.repeat(30_000)}"}`, 'response-too-large'],
  ])('%s', async (_, status, body, reason) => {
    answers(purchasePath, body, status);
    await expect(connect().pullPurchase('p-1')).rejects.toThrow(new TerminalUnavailable(reason));
  });

  it('a reset', async () => {
    nock(url)
      .get(purchasePath)
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    await expect(connect().pullPurchase('p-1')).rejects.toThrow(TerminalUnavailable);
  });

  it('silence', async () => {
    nock(url).get(purchasePath).delay(10_000).reply(200, purchaseText);
    await expect(connect().pullPurchase('p-1')).rejects.toThrow(new TerminalUnavailable('timeout'));
    nock.abortPendingRequests();
  });
});

describe('DW-26 incoming transactions', () => {
  const rowText = (hash: string) =>
    `{"id":52,"customerId":"6c998f55","address":"TBKp","asset":"TRX","blockchain":"tron","hash":"${hash}",
      "amount":10.919025,"sourceAddress":"TEva","status":"Completed","currentConfirmation":23,"targetConfirmations":20}`;
  const widgets = () =>
    answers('/v1/merchant/widget?limit=200&offset=0', '{"data":{"widgets":[{"id":"w-1"},{"id":"w-2"}]}}');
  const list = (widgetId: string, limit: number, offset: number, ...hashes: readonly string[]) =>
    answers(
      `/v1/merchant/customer/incoming-transaction?limit=${limit}&offset=${offset}&widgetId=${widgetId}`,
      `{"data":{"transactions":[${hashes.map(rowText).join(',')}],"total":${hashes.length}}}`,
    );

  it('are listed widget by widget, for their rows do not say whose they are', async () => {
    widgets();
    list('w-1', 2, 0, 'cmchp6f4t032agw01', 'cmchp6f4t032agw02');
    list('w-2', 2, 0, 'cmchp6f4t032agw03');
    const { items, isLast } = await connect().listIncoming(0, 2);
    expect(isLast).toBe(false);
    expect(items.map(({ sighting }) => `${sighting.providerId} of ${sighting.widgetId}`)).toEqual([
      'cmchp6f4t032agw01 of w-1',
      'cmchp6f4t032agw02 of w-1',
      'cmchp6f4t032agw03 of w-2',
    ]);
    expect(items[0]?.sighting).toMatchObject({ amount: money(asset('TRX@tron'), 10_919_025n), status: 'Completed' });
    expect(items[0]?.sighting.transactionHash).toBeUndefined(); // What the row calls hash is none.
  });

  it('one is found in the lists by the id that webhooks tell, and not found only after their end', async () => {
    const pull = async (id: string) => {
      widgets();
      list('w-1', 100, 0, 'cmchp6f4t032agw01');
      list('w-2', 100, 0, 'cmchp6f4t032agw03');
      return connect().pullIncoming(id);
    };
    expect(await pull('cmchp6f4t032agw03')).toMatchObject({ outcome: 'found', sighting: { widgetId: 'w-2' } });
    expect(await pull('cmchp6f4t032agw09')).toEqual({ outcome: 'not-found' });
  });

  it('S-14 any number of ids is looked for in one search: made up ones cost no more than one', async () => {
    const terminal = connect();
    widgets();
    list('w-1', 100, 0, 'cmchp6f4t032agw01');
    list('w-2', 100, 0, 'cmchp6f4t032agw03');
    const forged = Array.from({ length: 50 }, (_, n) => terminal.pullIncoming(`cforged${n}`));
    expect(await terminal.pullIncoming('cmchp6f4t032agw03')).toMatchObject({ outcome: 'found' });
    expect(await Promise.all(forged)).toEqual(forged.map(() => ({ outcome: 'not-found' })));
  });

  it('what is asked for while a search is under way is looked for in the next one, and a failed one fails its own only', async () => {
    const terminal = connect();
    widgets();
    const path = '/v1/merchant/customer/incoming-transaction?limit=100&offset=0&widgetId=w-1';
    const asked = new Promise<void>((resolve) => {
      nock(url)
        .get(path)
        .reply(() => (resolve(), [500, 'oops']));
    });
    const first = expect(terminal.pullIncoming('cmchp6f4t032agw01')).rejects.toThrow(TerminalUnavailable);
    await asked;
    list('w-1', 100, 0, 'cmchp6f4t032agw01');
    list('w-2', 100, 0);
    expect(await terminal.pullIncoming('cmchp6f4t032agw01')).toMatchObject({ outcome: 'found' });
    await first;
  });

  it('of all widgets, however many pages they fill', async () => {
    const page = (from: number, count: number) =>
      JSON.stringify({ data: { widgets: Array.from({ length: count }, (_, index) => ({ id: `w-${from + index}` })) } });
    answers('/v1/merchant/widget?limit=200&offset=0', page(1, 200));
    answers('/v1/merchant/widget?limit=200&offset=200', page(200, 2));
    for (let widget = 1; widget <= 201; widget++)
      list(`w-${widget}`, 2, 0, ...(widget === 201 ? ['cmchp6f4t032agw01'] : []));
    const { items } = await connect().listIncoming(0, 2);
    expect(items.map(({ sighting }) => sighting.widgetId)).toEqual(['w-201']);
  });

  it('a row whose id is no transaction id is not guessed about, and keeps no other back', async () => {
    const odd = `0x${'ab'.repeat(32)}`;
    widgets();
    list('w-1', 2, 0, odd, 'cmchp6f4t032agw01');
    list('w-2', 2, 0, 'cmchp6f4t032agw03');
    const { items, unreadable, isLast } = await connect().listIncoming(0, 2);
    expect(items.map(({ sighting }) => sighting.providerId)).toEqual(['cmchp6f4t032agw01', 'cmchp6f4t032agw03']);
    const error = new TerminalUnavailable('schema-drift data.transactions.0.hash');
    const row = { widgetId: 'w-1', status: 'Completed', fields: 'hash' };
    expect(unreadable).toEqual([{ providerId: odd, ...row, evidence: expect.any(String), error }]);
    expect(isLast).toBe(false);
  });

  it('one whose row cannot be read is not called missing', async () => {
    const read = async (text: string, id: string) => {
      widgets();
      const path = '/v1/merchant/customer/incoming-transaction?limit=100&offset=0&widgetId=';
      answers(`${path}w-1`, `{"data":{"transactions":[${text}]}}`);
      answers(`${path}w-2`, '{"data":{"transactions":[]}}');
      return connect().pullIncoming(id);
    };
    const rowOf = (changes: string) => rowText('cmchp6f4t032agw01').replace('"amount":10.919025', changes);
    await expect(read(rowOf('"amount":"n/a"'), 'cmchp6f4t032agw01')).rejects.toThrow(TerminalUnavailable);
    for (const odd of ['null', '7', '"x"', '{"id":7}', '{"hash":null}'])
      expect(await read(odd, 'cmchp6f4t032agw01')).toEqual({ outcome: 'not-found' });
  });
});

describe('purchases in a list', () => {
  it('come with the status 201 of a search', async () => {
    const body = purchaseText.replace('{"data":', '{"data":{"purchases":[').replace(/\}$/, '],"total":1}}');
    nock(url).post('/v1/merchant/purchase/search?limit=2&offset=0').reply(201, body);
    const { items, isLast } = await connect().listPurchases(0, 2);
    expect(isLast).toBe(true);
    expect(items.map(({ sighting }) => sighting.providerId)).toEqual(['p-1']);
  });
});
