import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Harness } from '#apps/inabit-sandbox/testing/harness.js';
import { TerminalClient } from '#apps/inabit-sandbox/testing/terminal-client.js';

describe('IN-25 the Terminal REST API', () => {
  let harness: Harness;
  let terminal: TerminalClient;
  beforeEach(async () => {
    harness = await Harness.start();
    terminal = await TerminalClient.start(harness);
  });
  afterEach(async () => {
    await harness.stop();
    await terminal.receiver.stop();
  });

  it('creates a customer once, and gives an address for a one-time token', async () => {
    const body = { customerIdentifier: 'user@example.com' };
    const created = await terminal.ask('POST', '/v1/customer', { body });
    expect(created).toMatchObject({ status: 201, data: { customerIdentifier: 'user@example.com' } });
    expect((await terminal.ask('GET', '/v1/customer?customerIdentifier=user%40example.com')).data).toEqual(
      created.data,
    );
    expect(await terminal.ask('POST', '/v1/customer', { body })).toMatchObject({
      status: 400,
      error: { message: 'Customer already exists' },
    });
    const customerUuid = created.data?.['id'];
    const token = await terminal.ask('POST', '/v1/customer/address-token', { body: { customerUuid } });
    const wish = { ...token.data, blockchain: 'tron', asset: 'USDT' };
    const address = await terminal.ask('POST', '/v1/customer/address', { body: wish });
    expect(address.data).toEqual({ address: expect.stringMatching(/^T\w{33}$/) });
    expect((await terminal.ask('POST', '/v1/customer/address', { body: wish })).status).toBe(404);
    const second = await terminal.ask('POST', '/v1/customer/address-token', { body: { customerUuid } });
    const again = await terminal.ask('POST', '/v1/customer/address', { body: { ...wish, ...second.data } });
    expect(again.data).toEqual(address.data);
  });

  it('tells which coins a widget takes', async () => {
    const { data } = await terminal.ask('GET', '/v1/customer/assets');
    expect(data?.['blockchainAssets']).toContainEqual({ blockchain: 'tron', assets: ['USDT', 'USDC', 'TRX'] });
  });

  it.each([
    ['POST', '/v1/customer', 'organization'],
    ['GET', '/v1/merchant/widget', 'customers'],
    ['GET', '/v1/merchant/widget', 'none'],
  ] as const)('%s %s refuses the key of %s', async (method, path, key) => {
    const answer = await terminal.ask(method, path, { key, ...(method === 'POST' && { body: {} }) });
    expect(answer).toMatchObject({ status: 401, error: { message: 'Unauthorized' } });
  });

  it.each([{ fiatAmount: '100' }, { fiatAmount: -1 }, { fiatCurrency: 'XAU' }])(
    'refuses a purchase with %j',
    async (wrong) => {
      const body = { purchaseIdentifier: 'order', fiatAmount: 100, fiatCurrency: 'USD', ...wrong };
      const { status, error } = await terminal.ask('POST', '/v1/purchase', { key: 'purchases', body });
      expect({ status, error }).toEqual({ status: 400, error: { message: expect.any(String) } });
    },
  );

  it('reads purchases by widget, by organisation, and by search', async () => {
    const { id } = await terminal.purchase();
    const other = await terminal.purchase('BTC', 'bitcoin');
    const list = await terminal.ask('GET', '/v1/widget/purchase?limit=1&offset=1', { key: 'purchases' });
    expect(list.data).toMatchObject({
      purchases: [{ id, plannedAmount: 100, purchaseIdentifier: 'order-7' }],
      total: 2,
    });
    const one = await terminal.ask('GET', `/v1/merchant/purchase/${other.id}`, { key: 'organization' });
    expect(one.data).toMatchObject({ id: other.id, asset: 'BTC', blockchain: 'bitcoin', status: 'Allocated' });
    expect(one.text).toContain('"plannedAmount":0.00111111,');
    const body = { statuses: ['Allocated'], widgetUuids: [], merchants: [], createdAt: '2025-04-25T16:43' };
    const found = await terminal.ask('POST', '/v1/merchant/purchase/search?limit=10', { key: 'organization', body });
    expect(found).toMatchObject({ status: 201, data: { total: 2 } });
    expect((await terminal.ask('GET', `/v1/widget/purchase/${id}`)).status).toBe(404);
  });

  it('lists deposits newest first, with the number and the id of the webhooks', async () => {
    const address = await terminal.customerAddress();
    const first = await terminal.pay(address, '10.919025');
    const second = await terminal.pay(address, '2');
    await terminal.untilDeposit(second.id, 'Completed');
    const path = '/v1/merchant/customer/incoming-transaction';
    const page = await terminal.ask('GET', `${path}?limit=1&offset=1`, { key: 'organization' });
    expect(page.data).toMatchObject({
      transactions: [
        { id: 1, hash: first.id, amount: 10.919025, address, blockchain: 'tron', targetConfirmations: 20 },
      ],
      total: 2,
    });
    const none = await terminal.ask('GET', `${path}?customerId=nobody`, { key: 'organization' });
    expect(none.data).toEqual({ transactions: [], total: 0 });
  });

  it('misbehaves as the Platform does', async () => {
    await harness.queue({ scenario: 'http-500', operation: 'GET /v1/customer' });
    await harness.queue({ scenario: 'lose-response-after-acceptance', operation: 'POST /v1/customer' });
    const body = { customerIdentifier: 'lost' };
    await expect(terminal.ask('POST', '/v1/customer', { body })).rejects.toThrow('fetch failed');
    expect((await terminal.ask('GET', '/v1/customer?customerIdentifier=lost')).status).toBe(500);
    expect((await terminal.ask('GET', '/v1/customer?customerIdentifier=lost')).status).toBe(200);
  });
});
