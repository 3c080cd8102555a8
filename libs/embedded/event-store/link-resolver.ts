import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { readStream } from './event-reader.js';
import type { EventStore } from './event-store.js';
import type { LogRecord } from './record.codec.js';
import { viewStream } from './stream-view.js';

/** An event of this type stands for another one, which its data name: `revision@stream`. */
const linkType = '$>';
/** The name of a stream may hold further `@`. */
const linkPattern = /^(?<revision>\d+)@(?<streamName>.+)$/su;

/** The `ReadResp` messages of events. Only a reader who wants links resolved pays for it. */
export async function messagesOf(
  store: EventStore,
  records: readonly LogRecord[],
  resolveLinks: boolean,
): Promise<Buffer[]> {
  if (!resolveLinks) return records.map((record) => record.message);
  const messages: Buffer[] = [];
  for (const record of records)
    messages.push(record.type === linkType ? await resolveLink(store, record) : record.message);
  return messages;
}

/** A link with the event that it stands for, or alone when that one cannot be read. What names none is no link. */
async function resolveLink(store: EventStore, record: LogRecord): Promise<Buffer> {
  const link = eventOf(record)?.getEvent();
  const { revision, streamName } = linkPattern.exec(Buffer.from(link?.getData_asU8() ?? []).toString())?.groups ?? {};
  if (link === undefined || revision === undefined || streamName === undefined) return record.message;
  const target = await findEvent(store, streamName, Number(revision));
  const resolved = new streamsPb.ReadResp.ReadEvent().setLink(link).setCommitPosition(String(record.position));
  if (target !== undefined) resolved.setEvent(eventOf(target)?.getEvent());
  return Buffer.from(new streamsPb.ReadResp().setEvent(resolved).serializeBinary());
}

/** The event, unless its stream is deleted or does not keep it any more. */
async function findEvent(store: EventStore, streamName: string, revision: number): Promise<LogRecord | undefined> {
  const view = await viewStream(store, streamName);
  if (view.kind !== 'readable' || revision < view.firstRevision) return undefined;
  for await (const [record] of readStream(store, { view, from: revision, direction: 'forwards', count: 1 }))
    return record;
  return undefined;
}

function eventOf(record: LogRecord): ReadResp.ReadEvent | undefined {
  return streamsPb.ReadResp.deserializeBinary(record.message).getEvent();
}
