import { ProtobufReader } from '../protobuf/protobuf.reader.js';
import type { Position } from './event-streams.js';

/** An event as it came over the wire, its contents not parsed yet. */
export class ReceivedEvent {
  id = '';
  streamName = '';
  type = '';
  revision = 0n;
  position: Position = { commit: 0n, prepare: 0n };
  /** Milliseconds since 1970. */
  created = 0;
  /** JSON. */
  data = '';
  metadata = '';
}

const uuidLength = 36;
const ticksPerMillisecond = 10_000;
const jsonType = 'application/json';

/**
 * The event of a `ReadResp` message, decoded by hand because this is the hot path: the generated code takes five times as
 * long. Undefined for every other message, and for an event with anything rare in it; those are the client's to decode.
 * The numbers of the fields are those of the protocol.
 */
export function decodeReceivedEvent(message: Buffer): ReceivedEvent | undefined {
  const response = new ProtobufReader(message);
  if (response.nextField() !== 1) return undefined;
  const read = response.message();
  let event: ReceivedEvent | undefined;
  for (let field = read.nextField(); field !== 0; field = read.nextField()) {
    if (field === 1) event = decodeRecorded(read.message());
    else if (field === 2)
      return undefined; // A link.
    else read.skip();
  }
  return event;
}

function decodeRecorded(reader: ProtobufReader): ReceivedEvent | undefined {
  const event = new ReceivedEvent();
  let [commit, prepare] = [0n, 0n];
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) {
      if (!readId(reader.message(), event)) return undefined;
    } else if (field === 2) event.streamName = decodeStreamName(reader.message());
    else if (field === 3) event.revision = reader.bigVarint();
    else if (field === 4) prepare = reader.bigVarint();
    else if (field === 5) commit = reader.bigVarint();
    else if (field === 6) {
      if (!readEntry(reader.message(), event)) return undefined;
    } else if (field === 7) event.metadata = reader.text();
    else if (field === 8) event.data = reader.text();
    else reader.skip();
  }
  event.position = { commit, prepare };
  return event;
}

/** False for one that is not a text. */
function readId(reader: ProtobufReader, event: ReceivedEvent): boolean {
  if (reader.nextField() !== 2) return false;
  event.id = reader.text('latin1');
  return event.id.length === uuidLength && reader.nextField() === 0;
}

function decodeStreamName(reader: ProtobufReader): string {
  let name = '';
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 3) name = reader.text();
    else reader.skip();
  }
  return name;
}

/** False for data that is no JSON. */
function readEntry(reader: ProtobufReader, event: ReceivedEvent): boolean {
  let key = '';
  let value = '';
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) key = reader.text('latin1');
    else if (field === 2) value = reader.text();
    else reader.skip();
  }
  if (key === 'type') event.type = value;
  else if (key === 'created') event.created = Math.floor(Number(value) / ticksPerMillisecond);
  else if (key === 'content-type') return value === jsonType;
  return true;
}
