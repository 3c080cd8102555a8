import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RestTerminal } from './terminal/rest-terminal.js';
import { TerminalHttp } from './terminal/terminal-http.js';
import { asset, gatewayUnderTest, offered, withdrawal } from './testing/gateway.js';
import { listen } from './testing/listening.js';
import { ManualClock } from './testing/manual-clock.js';
import { json, startPlatform } from './testing/platform-server.js';
import { day_ms, jwt } from './testing/tokens.js';

const clock = new ManualClock();
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'inabit-headers-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

const documented = (token: string) => ({ type: 'application/json', authorization: `Bearer ${token}` });
const sent = ({ 'content-type': type, authorization }: IncomingHttpHeaders) => ({ type, authorization });

describe('IN-18 the headers of every call of the provider', () => {
  it('name JSON and carry the bearer token: the login token for tokens, the access token for all else', async () => {
    const configured = jwt('configured', clock, 10 * day_ms);
    const rotated = jwt('rotated', clock, 30 * day_ms);
    const platform = await startPlatform({
      getApiUserAccessToken: json('{"data":{"getApiUserAccessToken":"access"}}'),
      refreshApiUserLoginToken: json(`{"data":{"refreshApiUserLoginToken":"${rotated}"}}`),
      financialAssets: json(offered.financialAssets),
      blockchains: json(offered.blockchains),
      createWithdrawal: json('{"data":{"createWithdrawal":{"id":"tx-1"}}}'),
      createInabitWalletSwap: json('{"data":{"createInabitWalletSwap":{"id":"tx-2"}}}'),
      createWalletWithInabit: json('{"data":{"createWalletWithInabit":{"id":"w-1","name":"Acme"}}}'),
      getOrCreateDepositAddress: json('{"data":{"getOrCreateDepositAddress":{"address":"T"}}}'),
      wallets: json('{"data":{"wallets":[]}}'),
      transaction: json('{"data":{"transaction":null}}'),
    });
    const tokenFile = join(directory, 'login-token');
    const { payments, reader, wallets } = gatewayUnderTest(platform.url, { loginToken: configured, tokenFile, clock });
    const usdt = asset('USDT@tron');
    await payments.createWithdrawal(withdrawal());
    await payments.createSwap({ walletId: 'w', from: usdt, to: asset('ETH@ethereum'), amount: '1', note: 'n' });
    await wallets.createWallet('Acme');
    await reader.pullTransaction('tx-1');
    await reader.pullWallets();
    await reader.pullAddress('w', usdt);
    await platform.close();
    const calls = Object.fromEntries(platform.seen.map(({ field, headers }) => [field, sent(headers)]));
    expect(calls).toEqual({
      refreshApiUserLoginToken: documented(configured),
      getApiUserAccessToken: documented(rotated),
      financialAssets: documented('access'),
      blockchains: documented('access'),
      createWithdrawal: documented('access'),
      createInabitWalletSwap: documented('access'),
      createWalletWithInabit: documented('access'),
      getOrCreateDepositAddress: documented('access'),
      wallets: documented('access'),
      transaction: documented('access'),
    });
  });

  it('are the same for the Terminal, with its organization key', async () => {
    const calls: (readonly [string | undefined, object])[] = [];
    const data = { id: 'p-1', status: 'Initiated', widgetId: 'w-1', widgets: [{ id: 'w-1' }] };
    const body = JSON.stringify({ data: { ...data, purchases: [], transactions: [] } });
    const server = createServer(({ method, headers }, response) => {
      calls.push([method, sent(headers)]);
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    const { url, close } = await listen(server);
    const organizationKey = 'a'.repeat(64);
    const terminal = new RestTerminal(new TerminalHttp({ url, organizationKey, clock }), clock);
    await terminal.pullPurchase('p-1');
    await terminal.listPurchases(0, 10);
    await terminal.pullIncoming('cmchp6f4t032agw01');
    await close();
    expect(calls.map(([method]) => method)).toEqual(['GET', 'POST', 'GET', 'GET']);
    for (const [, headers] of calls) expect(headers).toEqual(documented(organizationKey));
  });
});
