import { EventStoreDBClient } from '@eventstore/db-client';
import type { Channel } from '@grpc/grpc-js';
import { AppendStream } from './append-stream.js';
import { checkConnectionString } from './connection-string.js';

/** A client with its own connection, and the way to let go of it. */
export interface OpenClient {
  readonly client: EventStoreDBClient;
  readonly appends: AppendStream;
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
  const appends = new AppendStream(client);
  const channels = rememberChannels(client);
  return {
    client,
    appends,
    close: async () => {
      appends.close();
      const cancelled = client.dispose();
      for (const channel of channels) channel.close();
      await cancelled;
    },
  };
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
