import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { createHash } from 'node:crypto';
import { asset, gatewayUnderTest, type GatewayUnderTest } from './testing/gateway.js';
import { answerPreliminaries, nockUrl, on } from './testing/platform-nock.js';

let gateway: GatewayUnderTest;

beforeEach(() => {
  nock.disableNetConnect();
  gateway = gatewayUnderTest(nockUrl);
  answerPreliminaries('access');
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const json = { 'content-type': 'application/json' };

/** Fields as JSON text, so that numbers stand as inabit would write them. */
const fields: Record<string, string> = {
  id: '"tx-1"',
  amount: '12.5',
  createdAt: '"2026-01-05T10:00:00.000Z"',
  fee: '1.1e-7',
  note: '"test-po_1-1"',
  txId: 'null',
  transactionType: '"Withdrawal"',
  status: '{"status":"Processing"}',
  subStatus: 'null',
  createdBy: '{"id":"user-1"}',
  wallet: '{"id":"wallet-1"}',
  financialAsset: '{"code":"USDT"}',
  blockchain: '{"code":"TRON"}',
  contactCryptoAccount: '{"address":"TXYZ"}',
};

function transaction(changes: Record<string, string | undefined> = {}): string {
  const entries = Object.entries({ ...fields, ...changes }).filter(([, text]) => text !== undefined);
  return `{"data":{"transaction":{${entries.map(([name, text]) => `"${name}":${text}`).join(',')}}}}`;
}

function pull(body: string, status = 200) {
  on('transaction').reply(status, body, json);
  return gateway.reader.pullTransaction('tx-1');
}

describe('pullTransaction', () => {
  it('INV-I3 yields every field exactly, with the hash of the answer as evidence', async () => {
    const body = transaction();
    const responseSha256 = createHash('sha256').update(body).digest('hex');
    expect(await pull(body)).toEqual({
      outcome: 'found',
      transaction: {
        providerId: 'tx-1',
        amount: '12.5',
        asset: asset('USDT@tron'),
        assetCode: 'USDT',
        blockchainCode: 'TRON',
        walletId: 'wallet-1',
        createdAt: new Date('2026-01-05T10:00:00.000Z'),
        status: 'Processing',
        subStatus: undefined,
        phase: 'processing',
        transactionType: 'Withdrawal',
        destination: 'TXYZ',
        note: 'test-po_1-1',
        initiatorId: 'user-1',
        txId: undefined,
        fee: '0.00000011',
      },
      evidence: { observation: 'read', httpStatus: 200, responseSha256, at: gateway.clock.now() },
    });
  });

  it.each([
    ['0.00000673', '0.00000673'],
    ['6.73E-6', '0.00000673'],
    ['"12.50"', '12.5'],
    ['123456789012345678901234567890.123456789012345678', '123456789012345678901234567890.123456789012345678'],
  ])('F3.13 the amount %s is exactly %s', async (literal, amount) => {
    expect(await pull(transaction({ amount: literal }))).toMatchObject({ transaction: { amount } });
  });

  it('F3.8 takes more fields, null where little is known yet, and statuses nobody has named', async () => {
    const sparse = {
      fee: 'null',
      note: 'null',
      createdBy: 'null',
      contactCryptoAccount: undefined,
      extra: '{"a":[1]}',
    };
    const pulled = await pull(
      transaction({ ...sparse, status: '{"status":"OnHold"}', subStatus: '{"subStatus":"AML"}' }),
    );
    expect(pulled).toMatchObject({
      outcome: 'found',
      transaction: { phase: 'unknown', status: 'OnHold', subStatus: 'AML', note: undefined, initiatorId: undefined },
    });
  });

  it('an asset outside our table is named by its codes and means nothing', async () => {
    expect(await pull(transaction({ blockchain: '{"code":"ton"}' }))).toMatchObject({
      transaction: { asset: undefined, assetCode: 'USDT', blockchainCode: 'ton' },
    });
  });

  it('null is not found', async () => {
    expect(await pull('{"data":{"transaction":null}}')).toMatchObject({
      outcome: 'not-found',
      evidence: { observation: 'not-found', httpStatus: 200 },
    });
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    ['amount is gone', { amount: undefined }, 'transaction.amount'],
    ['amount is no number', { amount: '"12,5"' }, 'transaction.amount'],
    ['status became a text', { status: '"Completed"' }, 'transaction.status'],
    ['status is null', { status: 'null' }, 'transaction.status'],
    ['createdAt became a number', { createdAt: '1767607200000' }, 'transaction.createdAt'],
    ['the wallet is gone', { wallet: 'null' }, 'transaction.wallet'],
    ['note became an object', { note: '{}' }, 'transaction.note'],
    ['fee became an object', { fee: '{}' }, 'transaction.fee'],
  ])('F3.8 drift: %s', async (_, change, field) => {
    expect(await pull(transaction(change))).toEqual({ outcome: 'unavailable', reason: `schema-drift ${field}` });
  });

  it.each([
    ['another transaction', transaction({ id: '"tx-2"' }), 200, 'another transaction was answered'],
    [
      'half an answer',
      transaction().replace(/\}$/, ',"errors":[{"message":"no note"}]}'),
      200,
      'error without code: no note',
    ],
    ['no such field', '{"data":{}}', 200, 'schema-drift transaction'],
    ['a 502', 'Bad Gateway', 502, 'http-502'],
    ['a page', '<html>', 200, 'not-graphql'],
  ])('is unavailable for %s', async (_, body, status, reason) => {
    expect(await pull(body, status)).toEqual({ outcome: 'unavailable', reason });
  });
});

describe('pullWallets', () => {
  it('yields the balances exactly', async () => {
    const body = `{"data":{"wallets":[
      {"id":"w-1","name":"Master","balanceUSD":305.41,"walletCryptoAccounts":[
        {"name":"a","balance":0.05591,"financialAsset":{"code":"ETH"},"blockchain":{"code":"ETH"}},
        {"name":"b","balance":1000000.000000000000000001,"financialAsset":{"code":"DOGE"},"blockchain":{"code":"doge"}}]},
      {"id":"w-2","name":"Empty","walletCryptoAccounts":[]}]}}`;
    on('wallets').reply(200, body, json);
    expect(await gateway.reader.pullWallets()).toMatchObject({
      outcome: 'found',
      wallets: [
        {
          id: 'w-1',
          name: 'Master',
          balances: [
            { asset: asset('ETH@ethereum'), balance: '0.05591' },
            { asset: undefined, assetCode: 'DOGE', blockchainCode: 'doge', balance: '1000000.000000000000000001' },
          ],
        },
        { id: 'w-2', name: 'Empty', balances: [] },
      ],
    });
  });

  it('asks for our organization', async () => {
    const asked = nock('https://platform.test').post('/graphql', /"where":\{"organization":\{"id":"org-1"\}\}/);
    asked.reply(200, '{"data":{"wallets":[]}}', json);
    expect(await gateway.reader.pullWallets()).toMatchObject({ outcome: 'found', wallets: [] });
  });

  it('F3.8 one account of another shape spoils the answer: half a balance sheet proves nothing', async () => {
    on('wallets').reply(200, '{"data":{"wallets":[{"id":"w","walletCryptoAccounts":[{"balance":true}]}]}}', json);
    expect(await gateway.reader.pullWallets()).toMatchObject({ outcome: 'unavailable' });
  });
});

describe('INV-L5 checkAssets', () => {
  it('names what inabit does not offer as it is pinned', async () => {
    const assets = ['USDT@tron', 'ETH@ethereum', 'BTC@bitcoin', 'USDT@bsc'].map((name) => asset(name));
    expect(await gateway.reader.checkAssets(assets)).toEqual({
      outcome: 'found',
      problems: [
        { asset: asset('BTC@bitcoin'), problem: 'precision-differs' },
        { asset: asset('USDT@bsc'), problem: 'chain-not-offered' },
      ],
    });
  });

  it('looks the offer up once an hour', async () => {
    const check = () => gateway.reader.checkAssets([asset('USDT@tron')]);
    await Promise.all([check(), check()]);
    gateway.clock.advance(60 * 60_000 - 1);
    expect(await check()).toMatchObject({ outcome: 'found' });
    gateway.clock.advance(1);
    on('financialAssets').reply(502, '');
    on('blockchains').reply(200, '{"data":{"blockchains":[]}}', json);
    expect(await check()).toEqual({ outcome: 'unavailable', reason: 'http-502' });
  });
});
