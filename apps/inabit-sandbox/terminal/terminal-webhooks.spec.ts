import { afterEach, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Harness } from '#apps/inabit-sandbox/testing/harness.js';
import { Receiver, type Responder } from '#apps/inabit-sandbox/testing/receiver.js';
import { TerminalClient } from '#apps/inabit-sandbox/testing/terminal-client.js';

const message = z.object({ event: z.string(), data: z.record(z.string(), z.unknown()) });

/** The documented sample, as it stands in the provider's own text. */
function sample(name: string) {
  return message.parse(JSON.parse(readFileSync(`test/fixtures/inabit/${name}.json`, 'utf8')));
}

function shape({ event, data }: z.infer<typeof message>) {
  return { event, keys: Object.keys(data), types: Object.values(data).map((value) => typeof value) };
}

describe('Terminal webhooks', () => {
  let harness: Harness;
  let terminal: TerminalClient;
  const start = async (respond?: Responder, settings = {}) => {
    harness = await Harness.start({ settings: { depositStepMs: 15, ...settings } });
    terminal = await TerminalClient.start(harness, respond);
  };
  const fault = (...faults: object[]) => harness.control('POST', '/terminal/webhook-faults', faults);
  afterEach(async () => {
    await harness.stop();
    await terminal.receiver.stop();
  });

  it.each([
    ['incoming-transaction-status-initiated', 'first-seen-pending', 'Pending'],
    ['incoming-transaction-received', 'plain', 'Confirming'],
    ['incoming-transaction-status-updated', 'plain', 'Completed'],
  ])('SD-10 %s has the shape of the documented sample', async (name, scenario, status) => {
    await start();
    await terminal.pay(await terminal.customerAddress('USDT', 'ethereum'), '5', scenario);
    await terminal.untilTold(2);
    const emitted = terminal.webhooks().find(({ data }) => data['status'] === status);
    expect(emitted && shape(emitted)).toEqual(shape(sample(name)));
  });

  it.each(['Initiated', 'Completed'])(
    'SD-10 DW-18 a purchase that is %s has the shape of the sample',
    async (status) => {
      await start();
      const { address } = await terminal.purchase('BTC', 'bitcoin');
      await terminal.pay(address, '0.00111111');
      await terminal.untilTold(5);
      const emitted = terminal.webhooks().find(({ data }) => data['status'] === status);
      const expected = shape(sample(`purchase-updated-${status.toLowerCase()}`));
      const got = emitted && shape(emitted);
      expect(got?.event).toBe(expected.event);
      expect([...(got?.keys ?? [])].sort()).toEqual([...expected.keys].sort());
      for (const [at, key] of expected.keys.entries())
        expect([key, typeof emitted?.data[key]]).toEqual([key, expected.types[at]]);
    },
  );

  it('writes amounts to the last digit, and signs nothing by default', async () => {
    await start();
    await terminal.pay(await terminal.customerAddress('ETH', 'ethereum'), '1.000000000000000001');
    await terminal.untilTold(1);
    expect(terminal.receiver.requests[0]?.text).toContain('"amount":1.000000000000000001,');
    expect(Object.keys(terminal.receiver.requests[0]?.headers ?? {})).not.toContain('x-signature');
  });

  it('signs the body when it is told to', async () => {
    await start(undefined, { terminalSignature: { header: 'x-signature', secret: 'whsec' } });
    await terminal.pay(await terminal.customerAddress(), '5');
    await terminal.untilTold(1);
    const { text = '', headers } = terminal.receiver.requests[0] ?? {};
    expect(headers?.['x-signature']).toBe(createHmac('sha256', 'whsec').update(text).digest('hex'));
  });

  it('delivers 1 time and 5 more', async () => {
    await start(() => ({ status: 500, text: '' }), { webhookRetryMs: 5 });
    await terminal.pay(await terminal.customerAddress(), '5', 'stays');
    await terminal.untilTold(6);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(terminal.receiver.requests).toHaveLength(6);
  });

  it('the URL of a widget counts over that of the organisation', async () => {
    await start();
    const own = await Receiver.start(() => ({ status: 200, text: '' }));
    const { id } = harness.sandbox.widgets.find(({ kind }) => kind === 'customer-address') ?? {};
    await harness.control('PATCH', `/terminal/widgets/${id}`, { webhookUrl: own.url });
    await terminal.pay(await terminal.customerAddress(), '5', 'stays');
    await terminal.purchase();
    await terminal.untilTold(2);
    expect(terminal.statuses()).toEqual(['Initiated', 'Allocated']);
    expect(own.requests).toHaveLength(1);
    await own.stop();
  });

  it.each([
    ['duplicate', {}, ['Confirming', 'Confirming', 'Completed']],
    ['drop', {}, ['Completed']],
    ['reorder', {}, ['Completed', 'Confirming']],
    ['delay', { delayMs: 150, status: 'Confirming' }, ['Completed', 'Confirming']],
  ])('%ss what it is told to', async (name, more, statuses) => {
    await start();
    await fault({ fault: name, ...more });
    await terminal.pay(await terminal.customerAddress(), '5');
    await terminal.untilTold(statuses.length);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(terminal.statuses()).toEqual(statuses);
  });

  it('forges a payment that does not exist, and another amount of one that does', async () => {
    await start();
    await harness.control('POST', '/terminal/forge', {
      data: { transactionId: 'clforged', status: 'Completed', amount: 5 },
    });
    const { id } = await terminal.pay(await terminal.customerAddress(), '5', 'stays');
    await harness.control('POST', '/terminal/forge', { depositId: id, exact: { amount: '5000.000001' } });
    await terminal.untilTold(3);
    const told = terminal.webhooks().map(({ data }) => [data['transactionId'], data['amount']]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['clforged', 5],
        [id, 5],
        [id, 5000.000001],
      ]),
    );
  });
});
