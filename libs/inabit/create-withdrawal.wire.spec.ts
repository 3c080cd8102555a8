import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { asset, gatewayUnderTest, offered, withdrawal } from './testing/gateway.js';
import { closedPort, listen } from './testing/listening.js';
import { json, startPlatform, type Answering, type PlatformServer } from './testing/platform-server.js';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

const accepted = json('{"data":{"createWithdrawal":{"id":"tx-1"}}}');

async function platform(createWithdrawal: Answering): Promise<PlatformServer> {
  const server = await startPlatform({
    getApiUserAccessToken: json('{"data":{"getApiUserAccessToken":"access"}}'),
    financialAssets: json(offered.financialAssets),
    blockchains: json(offered.blockchains),
    createWithdrawal,
  });
  closing.push(server.close);
  return server;
}

async function listening(server: Server): Promise<string> {
  const { url, close } = await listen(server);
  closing.push(close);
  return url;
}

async function createAgainst(answering: Answering) {
  const { url } = await platform(answering);
  const { payments } = gatewayUnderTest(url, { requestTimeoutMs: 1_000, responseBytesMax: 100_000 });
  const startedAt = performance.now();
  const outcome = await payments.createWithdrawal(withdrawal());
  return { outcome, tookMs: performance.now() - startedAt };
}

describe('createWithdrawal when the connection never comes about: not sent', () => {
  it.each([
    ['nobody listens', async () => `http://127.0.0.1:${await closedPort()}`],
    ['there is no such host', async () => 'http://inabit.invalid'],
    ['a TLS handshake fails', async () => (await listening(createTlsServer())).replace('http', 'https')],
    [
      'the other side speaks no TLS',
      async () => (await listening(createServer((socket) => socket.end('hello\r\n')))).replace('http', 'https'),
    ],
  ])('%s', async (_, origin) => {
    const { payments, clock } = gatewayUnderTest(`${await origin()}/graphql`);
    expect(await payments.createWithdrawal(withdrawal())).toEqual({
      outcome: 'not-sent',
      reason: 'connection-failed',
      evidence: { observation: 'assets-unavailable', at: clock.now() },
    });
  });

  it('while the withdrawal itself is asked for, after everything around it had worked', async () => {
    const server = await platform(accepted);
    const { payments, clock } = gatewayUnderTest(server.url);
    await payments.createWithdrawal(withdrawal());
    await server.close();
    closing.length = 0;
    expect(await payments.createWithdrawal(withdrawal())).toEqual({
      outcome: 'not-sent',
      reason: 'connection-failed',
      evidence: { observation: 'connection-failed', at: clock.now() },
    });
  });
});

describe('F3.7 createWithdrawal with an answer that does not come, or never ends: unknown, in bounded time', () => {
  const ok = { 'content-type': 'application/json' };
  const drip: Answering = (response) => {
    response.writeHead(200, ok);
    const dripping = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(dripping));
  };
  const huge: Answering = (response) => {
    response.writeHead(200, ok);
    const more = () => {
      while (!response.destroyed && response.write(' '.repeat(65_536)));
    };
    response.on('drain', more);
    more();
  };
  const bomb = gzipSync(' '.repeat(50_000_000));

  it.each<[string, Answering, object]>([
    [
      'reset after the request arrived',
      (response) => response.socket?.resetAndDestroy(),
      { observation: 'connection-lost' },
    ],
    ['closed after the request arrived', (response) => response.socket?.end(), { observation: 'connection-lost' }],
    ['silence', () => undefined, { observation: 'timeout' }],
    [
      'headers, then silence',
      (response) => response.writeHead(200, ok).flushHeaders(),
      { observation: 'timeout', httpStatus: 200 },
    ],
    ['one byte at a time', drip, { observation: 'timeout', httpStatus: 200 }],
    ['a body without end', huge, { observation: 'response-too-large', httpStatus: 200 }],
    [
      'a gzip bomb',
      (response) => response.writeHead(200, { ...ok, 'content-encoding': 'gzip' }).end(bomb),
      { observation: 'response-too-large', httpStatus: 200 },
    ],
    [
      'gzip that is none',
      (response) => response.writeHead(200, { ...ok, 'content-encoding': 'gzip' }).end('{"data":{}}'),
      { observation: 'response-cut-off', httpStatus: 200 },
    ],
    [
      'cut off within the promised length',
      (response) => {
        response.writeHead(200, { ...ok, 'content-length': '100' });
        response.write('{"data":{"createWithdrawal":{"id":"tx-1"}}}', () => response.socket?.end());
      },
      { observation: 'response-cut-off', httpStatus: 200 },
    ],
  ])('%s', async (_, answering, evidence) => {
    const { outcome, tookMs } = await createAgainst(answering);
    expect(outcome).toMatchObject({ outcome: 'unknown', evidence });
    expect(tookMs).toBeLessThan(6_000);
  });

  it('takes 1 MB and not a byte more', async () => {
    const answer = '{"data":{"createWithdrawal":{"id":"tx-1"}}}';
    const exactly = await createAgainst(json(answer.padEnd(100_000)));
    const beyond = await createAgainst(json(answer.padEnd(100_001)));
    expect([exactly.outcome.outcome, beyond.outcome.outcome]).toEqual(['accepted', 'unknown']);
  });
});

describe('F3.13 what stands on the wire', () => {
  it.each([
    ['USDT@tron', '12.5'],
    ['USDT@tron', '12.50'],
    ['USDT@tron', '0.000001'],
    ['ETH@ethereum', '0.00000673'],
    ['ETH@ethereum', '1.000000000000000001'],
    ['ETH@ethereum', '123456789012345678901234567890.123456789012345678'],
  ])('%s %s goes out digit for digit, as a JSON number', async (name, amount) => {
    const server = await platform(accepted);
    await gatewayUnderTest(server.url).payments.createWithdrawal(withdrawal({ asset: asset(name), amount }));
    expect(server.seen.at(-1)?.body).toContain(`"amount":${amount},`);
  });

  it('S-18 is the documented mutation, with everything variable in its variables', async () => {
    const server = await platform(accepted);
    const { payments } = gatewayUnderTest(server.url);
    const note = '"}} injected { id } \u2028 \\';
    await payments.createWithdrawal(withdrawal({ note, address: note, priority: 'Medium' }));
    const request = server.seen.at(-1);
    expect(JSON.parse(request?.body ?? '')).toEqual({
      query:
        'mutation CreateWithdrawal($data: WithdrawalCreateInput!) {\n  createWithdrawal(data: $data) {\n    id\n  }\n}',
      variables: {
        data: {
          wallet: { id: 'wallet-1' },
          financialAsset: { id: 'asset-usdt' },
          blockchain: { id: 'chain-tron' },
          address: note,
          amount: 12.5,
          note,
          priority: 'Medium',
        },
      },
    });
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json', authorization: 'Bearer access' });
  });

  it('equal requests at the same time are as many withdrawals: the claim dedupes, never the client', async () => {
    let id = 0;
    const server = await platform((response, request) =>
      json(`{"data":{"createWithdrawal":{"id":"tx-${++id}"}}}`)(response, request),
    );
    const { payments } = gatewayUnderTest(server.url);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => payments.createWithdrawal(withdrawal())));
    const ids = outcomes.map((each) => each.outcome === 'accepted' && each.providerId);
    expect(new Set(ids)).toEqual(new Set(['tx-1', 'tx-2', 'tx-3', 'tx-4', 'tx-5']));
  });

  it('each request has a connection of its own: a kept one may just be closing', async () => {
    const server = await platform(accepted);
    const { payments } = gatewayUnderTest(server.url);
    await payments.createWithdrawal(withdrawal());
    await payments.createWithdrawal(withdrawal());
    expect(server.connections()).toBe(server.seen.length);
  });
});
