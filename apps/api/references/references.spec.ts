import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PayoutEvent } from '#libs/payouts/payout.events.js';
import { legOf } from '#libs/transfers/transfer.js';
import { amountOf, goodBody, LedgerFacts, now, tronAddress } from '../testing/ledger-facts.js';
import { bound, broadcast, reserved, settled, started } from '../testing/payout-lives.js';
import { authorization, eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';

const headers = { 'idempotency-key': 'my-key-1', 'x-request-id': 'my-request-1' };
let stores: TestStores;
let api: TestApi;
let id: string;

beforeAll(async () => {
  stores = await TestStores.start();
  await stores.startProjections();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_acme', 'acme');
  id = String((await api.post(goodBody, headers)).body['id']);
  await facts.appendToPayout(id, ...[reserved, started, bound, broadcast, settled].map((fact) => fact(id)));
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

const count = ({ body }: Answer): number => (body['data'] as []).length;
const find = (reference: string) => async (): Promise<Answer> =>
  api.get(`/v1/references/${encodeURIComponent(reference)}`);

describe('PO-08 OP-06 a withdrawal is found', () => {
  it.each([
    ['payout_id', () => id],
    ['request_id', () => 'my-request-1'],
    ['idempotency_key', () => 'my-key-1'],
    ['reference', () => goodBody.reference],
    ['note', () => `test-${id}-1`],
    ['player_id', () => goodBody.player_id],
    ['address', () => goodBody.destination.address],
    ['provider_id', () => `tx/${id}`],
    ['transaction_hash', () => `hash-${id}`],
  ])('by its %s', async (kind, reference) => {
    const { status, body } = await eventually(find(reference()), (answer) => count(answer) > 0);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        object: 'list',
        data: [{ kind, resource: 'withdrawal', id, url: `/v1/withdrawals/${id}`, recorded_at: expect.any(String) }],
      },
    });
  });

  it('with all others that share the reference, the newest first', async () => {
    const newer = String((await api.post({ ...goodBody, reference: 'newer' })).body['id']);
    const { body } = await eventually(find(goodBody.player_id), (answer) => count(answer) > 1);
    expect((body['data'] as { id: string }[]).map((each) => each.id)).toEqual([newer, id]);
  });

  it('S-09 by its own tenant only', async () => {
    const { status, body } = await api.get(`/v1/references/${id}`, 'other');
    expect([status, body]).toEqual([200, { object: 'list', data: [] }]);
  });

  it.each(['nothing', '\0', "'; drop table x --", '💸', '%', '../..'])('not by %j', async (reference) => {
    expect(await find(reference)()).toMatchObject({ status: 200, body: { data: [] } });
  });
});

describe('PO-08 OP-06 a transfer is found', () => {
  const reference = 'funding-2026-05';
  let transferId: string;
  let payoutId: string;

  beforeAll(async () => {
    const facts = new LedgerFacts(api.streams);
    await facts.registerWallet('wal_master', 'platform', 'master');
    await facts.registerWallet('wal_funded', 'acme');
    await facts.recordAddress('wal_funded', tronAddress);
    const payload = {
      from_wallet_id: 'wal_master',
      to_wallet_id: 'wal_funded',
      amount: '1',
      asset: 'USDT@tron',
      reference,
    };
    const json = { 'content-type': 'application/json', 'idempotency-key': 'key-of-transfer' };
    const own = { ...authorization('platform'), ...json, 'x-request-id': 'request-of-transfer' };
    transferId = String((await api.ask('/v1/transfers', { method: 'POST', headers: own, payload })).body['id']);
    payoutId = legOf(transferId);
    await facts.appendToPayout(
      payoutId,
      legOfTransfer(transferId),
      ...[reserved, started, bound].map((fact) => fact(payoutId)),
    );
    await facts.appendToPayout(payoutId, broadcast(payoutId));
  });

  const ask = (text: string, as: 'platform' | 'acme') => async () =>
    api.get(`/v1/references/${encodeURIComponent(text)}`, as);

  it.each([
    ['transfer_id', () => transferId],
    ['payout_id', () => payoutId],
    ['request_id', () => 'request-of-transfer'],
    ['idempotency_key', () => 'key-of-transfer'],
    ['reference', () => reference],
    ['note', () => `test-${payoutId}-1`],
    ['provider_id', () => `tx/${payoutId}`],
    ['transaction_hash', () => `hash-${payoutId}`],
  ])('by its %s or its leg’s, once, by the platform only', async (kind, text) => {
    const { body } = await eventually(ask(text(), 'platform'), (answer) => count(answer) > 0);
    const found = { kind, resource: 'transfer', id: transferId, url: `/v1/transfers/${transferId}` };
    expect(body['data']).toEqual([{ ...found, recorded_at: expect.any(String) }]);
    expect((await ask(text(), 'acme')()).body['data']).toEqual([]);
  });
});

describe('PO-08 OP-06 IN-13 a swap is found', () => {
  it.each([
    ['swap_id', ({ id: own }: { id: string }) => own],
    ['request_id', () => 'request-of-swap'],
    ['idempotency_key', () => 'key-of-swap'],
    ['reference', () => 'rebalance-7'],
  ])('by its %s, and traced, by the platform only', async (kind, textOf) => {
    const facts = new LedgerFacts(api.streams);
    await facts.registerWallet(`wal_swaps_${kind}`, 'acme');
    const payload = {
      wallet_id: `wal_swaps_${kind}`,
      operator_id: 'acme',
      amount: '1',
      asset: 'USDT@tron',
      to_asset: 'TRX@tron',
    };
    const ofPlatform = {
      ...authorization('platform'),
      'content-type': 'application/json',
      'idempotency-key': kind === 'idempotency_key' ? 'key-of-swap' : kind,
      'x-request-id': 'request-of-swap',
    };
    const { body: swap } = await api.ask('/v1/swaps', {
      method: 'POST',
      headers: ofPlatform,
      payload: { ...payload, reference: 'rebalance-7' },
    });
    const swapId = String(swap['id']);
    const text = textOf({ id: swapId });
    const idsIn = ({ body }: Answer) => (body['data'] as { id: string; kind: string }[]).map(({ id: own }) => own);
    const ask = (path: string, as: 'platform' | 'acme') => api.get(`/v1/${path}/${text}`, as);
    const answer = await eventually(
      () => ask('references', 'platform'),
      (found) => idsIn(found).includes(swapId),
    );
    expect(answer.body['data']).toContainEqual(
      expect.objectContaining({ kind, resource: 'swap', id: swapId, url: `/v1/swaps/${swapId}` }),
    );
    expect(idsIn(await ask('trace', 'platform'))).toContain(swapId);
    for (const path of ['references', 'trace']) expect((await ask(path, 'acme')).body['data']).toEqual([]);
  });
});

/** As the worker places it. */
function legOfTransfer(transferId: string): PayoutEvent {
  return {
    type: 'PayoutRequested',
    data: {
      payoutId: legOf(transferId),
      operatorId: 'platform',
      purpose: { kind: 'transfer', transferId, toWalletId: 'wal_funded' },
      walletId: 'wal_master',
      providerWalletId: 'provider-wal_master',
      amount: amountOf('1'),
      destination: tronAddress,
      reference: 'funding-2026-05',
      idempotencyKey: 'key-of-transfer',
      requestHash: 'hash',
      requestedAt: now,
    },
  };
}
