import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { listen } from './listening.js';

interface SeenRequest {
  /** The operation's root field: `createWithdrawal`. */
  readonly field: string;
  readonly headers: IncomingHttpHeaders;
  /** As it stood on the wire. */
  readonly body: string;
}

export type Answering = (response: ServerResponse, request: SeenRequest) => void;

export interface PlatformServer {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** How many TCP connections came in. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** A real HTTP server that answers each operation as told, for what can only be shown on a real connection. */
export async function startPlatform(answers: Readonly<Record<string, Answering>>): Promise<PlatformServer> {
  const seen: SeenRequest[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const field = Object.keys(answers).find((name) => body.includes(`${name}(`) || body.includes(` ${name}`)) ?? '';
      const seenRequest = { field, headers: request.headers, body };
      seen.push(seenRequest);
      (answers[field] ?? notFound)(response, seenRequest);
    });
  });
  server.on('connection', () => connections++);
  const { url, close } = await listen(server);
  return { url: `${url}/graphql`, seen, connections: () => connections, close };
}

export function json(text: string): Answering {
  return (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(text);
}

function notFound(response: ServerResponse): void {
  response.writeHead(404).end();
}
