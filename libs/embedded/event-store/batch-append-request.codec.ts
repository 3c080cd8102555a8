import type { ExpectedRevision } from './append.rules.js';
import type { SentEvent } from './proposed-event.js';
import { ProtobufReader } from '../../protobuf/protobuf.reader.js';
import { decodeUuid } from './uuid.codec.js';

export interface SentOptions {
  readonly streamName: Uint8Array;
  readonly expected: ExpectedRevision;
  /** Milliseconds since 1970. */
  readonly deadline: number;
}

/** One `BatchAppendReq` message: a part of an append, or all of it. */
export interface BatchAppendPart {
  /** As sent, for the answer and as a key. */
  readonly correlationId: Buffer;
  readonly options: SentOptions | undefined;
  readonly events: readonly SentEvent[];
  readonly isFinal: boolean;
}

/*
 * By hand, because this is the hot path: the generated code takes four times as long and leaves as much garbage.
 * Decoders are loops over field numbers, which are those of the protocol.
 */

/** @throws MalformedMessage */
export function decodeBatchAppend(message: Buffer): BatchAppendPart {
  const reader = new ProtobufReader(message);
  const events: SentEvent[] = [];
  let correlationId: Buffer = Buffer.alloc(0);
  let options: SentOptions | undefined;
  let isFinal = false;
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) correlationId = reader.bytes();
    else if (field === 2) options = decodeOptions(reader.message());
    else if (field === 3) events.push(decodeEvent(reader.message()));
    else if (field === 4) isFinal = reader.varint() !== 0;
    else reader.skip();
  }
  return { correlationId, options, events, isFinal };
}

function decodeOptions(reader: ProtobufReader): SentOptions {
  let streamName: Uint8Array = Buffer.alloc(0);
  let expected: ExpectedRevision = 0;
  let deadline = Number.POSITIVE_INFINITY;
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) streamName = decodeStreamIdentifier(reader.message());
    else if (field === 2) expected = reader.varint();
    else if (field === 6) deadline = decodeTimestamp(reader.message());
    else {
      expected = namedExpectations.get(field) ?? expected;
      reader.skip();
    }
  }
  return { streamName, expected, deadline };
}

const namedExpectations: ReadonlyMap<number, ExpectedRevision> = new Map([
  [3, 'no-stream'],
  [4, 'any'],
  [5, 'stream-exists'],
]);

function decodeTimestamp(reader: ProtobufReader): number {
  let milliseconds = 0;
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) milliseconds += reader.varint() * 1_000;
    else if (field === 2) milliseconds += reader.varint() / 1e6;
    else reader.skip();
  }
  return milliseconds;
}

function decodeEvent(reader: ProtobufReader): SentEvent {
  const metadata = new Map<string, string>();
  let id: string | undefined;
  let customMetadata: Uint8Array = Buffer.alloc(0);
  let data: Uint8Array = Buffer.alloc(0);
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) id = decodeUuid(reader.bytes());
    else if (field === 2) decodeEntry(reader.message(), metadata);
    else if (field === 3) customMetadata = reader.bytes();
    else if (field === 4) data = reader.bytes();
    else reader.skip();
  }
  return { id, metadata, data, customMetadata };
}

function decodeEntry(reader: ProtobufReader, target: Map<string, string>): void {
  let key = '';
  let value = '';
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) key = reader.bytes().toString();
    else if (field === 2) value = reader.bytes().toString();
    else reader.skip();
  }
  target.set(key, value);
}

function decodeStreamIdentifier(reader: ProtobufReader): Uint8Array {
  let name: Uint8Array = Buffer.alloc(0);
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 3) name = reader.bytes();
    else reader.skip();
  }
  return name;
}
