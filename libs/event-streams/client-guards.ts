import { EventStoreDBClient } from '@eventstore/db-client';
import type { Channel } from '@grpc/grpc-js';
import type { Duplex, Readable, Writable } from 'node:stream';
import { checkConnectionString } from './connection-string.js';

type AnyStream = Readable | Writable | Duplex;

/** A client with its own connection, and the way to let go of it. */
export interface OpenClient {
  readonly client: EventStoreDBClient;
  /** Cancels its calls and closes its connection; nothing of it keeps the process alive. */
  close(): Promise<void>;
}

let opened = 0;

/**
 * grpc-js shares connections between clients with equal options, a dead one and its back-off of up to two minutes
 * included. A keep-alive interval that no other client has makes every client connect afresh.
 */
function ownConnection(connectionString: string): string {
  opened = (opened + 1) % 10_000;
  const separator = connectionString.includes('?') ? '&' : '?';
  return `${connectionString}${separator}keepAliveInterval=${10_000 + opened}`;
}

/** @throws when the connection string is malformed. */
export function openClient(connectionString: string): OpenClient {
  checkConnectionString(connectionString);
  const client = EventStoreDBClient.connectionString(ownConnection(connectionString));
  guardBatchAppend(client);
  const channels = rememberChannels(client);
  return {
    client,
    close: async () => {
      const cancelled = client.dispose();
      for (const channel of channels) channel.close();
      await cancelled;
    },
  };
}

/**
 * The client's batch append ends the process in two situations that a restart of the store brings about, because it
 * throws where nobody can catch: an answer comes for an append that another stream's failure has already rejected (the
 * table of pending appends is global to the module), and the stream fails while appends wait for it to drain. So
 * answers to nobody are dropped, and writes never wait: how many are under way is bounded by StoreCalls.
 */
function guardBatchAppend(client: EventStoreDBClient): void {
  const create = client['GRPCStreamCreator'];
  client['GRPCStreamCreator'] = (type, name, creator, cache) =>
    create(type, name, cache ? async (stub) => guarded(await creator(stub)) : creator, cache);
}

function guarded<Stream extends AnyStream>(stream: Stream): Stream {
  const listeners = stream.listeners('data');
  stream.removeAllListeners('data');
  for (const listener of listeners)
    stream.on('data', (answer) => dropAnswerToNobody(() => listener.call(stream, answer)));
  if ('write' in stream) {
    const write = stream.write.bind(stream);
    stream.write = (chunk: unknown) => write(chunk) || true;
  }
  return stream;
}

function dropAnswerToNobody(handle: () => void): void {
  try {
    handle();
  } catch {
    // Whoever still waits for it runs into StoreCalls' own timeout and repeats the append, which is a no-op then.
  }
}

/** The client never closes its channels, not even in `dispose`. */
function rememberChannels(client: EventStoreDBClient): Set<Channel> {
  const channels = new Set<Channel>();
  const create: () => Promise<Channel> = client['createChannel'];
  Object.assign(client, {
    createChannel: async () => {
      const channel = await create();
      channels.add(channel);
      return channel;
    },
  });
  return channels;
}
