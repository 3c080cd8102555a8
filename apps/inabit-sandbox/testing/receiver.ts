import http, { type IncomingHttpHeaders } from 'node:http';

export interface ReceivedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly at: number;
}

export interface Reply {
  readonly status: number;
  readonly text: string;
}

export type Responder = (request: ReceivedRequest, index: number) => Reply | Promise<Reply>;

/** A server that keeps what it was sent: the validation callback, or a subscriber of webhooks. */
export class Receiver {
  readonly requests: ReceivedRequest[] = [];

  private constructor(
    private readonly server: http.Server,
    readonly url: string,
  ) {}

  static async start(respond: Responder): Promise<Receiver> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const receiver = new Receiver(server, `http://127.0.0.1:${port}/hook`);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const received = { headers: request.headers, text: Buffer.concat(chunks).toString('utf8'), at: Date.now() };
        const index = receiver.requests.push(received) - 1;
        void Promise.resolve(respond(received, index)).then(({ status, text }) =>
          response.writeHead(status, { 'content-type': 'application/json' }).end(text),
        );
      });
    });
    return receiver;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The validation callback's verdicts. */
export function verdict(approved: boolean | string): Reply {
  return { status: 200, text: JSON.stringify({ approved }) };
}
