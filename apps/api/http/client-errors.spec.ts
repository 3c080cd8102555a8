import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { openDatabase, type Database } from '#libs/read-store/database.js';
import { TestApi } from '../testing/test-api.js';

let api: TestApi;
let database: Database;
let port: number;

beforeAll(async () => {
  // What is no request asks no store.
  database = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' });
  api = await TestApi.start('esdb://127.0.0.1:1?tls=false', database);
  await api.app.listen(0, '127.0.0.1');
  port = Number(new URL(await api.app.getUrl()).port);
});
afterAll(async () => {
  await api.stop();
  await database.close();
});

async function send(bytes: string): Promise<readonly string[]> {
  const socket = net.connect(port, '127.0.0.1');
  socket.write(bytes);
  return (await text(socket)).split('\r\n\r\n');
}

describe('API-08 what is no request', () => {
  it.each([
    ['no HTTP', 'hello\r\n\r\n', 'request is not HTTP'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      'request is not HTTP',
    ],
    ['long headers', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 'headers are longer than 16 kB'],
  ])('is answered in the shape of every error: %s', async (_, bytes, problem) => {
    const [head = '', body = ''] = await send(bytes);
    expect(head).toMatch(/^HTTP\/1.1 400 Bad Request\r\ncontent-type: application\/json; charset=utf-8\r\n/);
    const requestId = /x-request-id: (req_[0-9a-f]{32})/.exec(head)?.[1];
    expect(JSON.parse(body)).toMatchObject({
      error: {
        code: 'invalid_request',
        http_status: 400,
        message: `The request is malformed: ${problem}.`,
        request_id: requestId,
      },
    });
  });
});
