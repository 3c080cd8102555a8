import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { unpackToCommandError } from '@eventstore/db-client/dist/streams/appendToStream/unpackError.js';
import { ProtobufReader } from '../protobuf/protobuf.reader.js';
import type { Position } from './event-streams.js';

/** What the server says to one append. */
export interface AppendAnswer {
  /** UUID of the try that it answers. */
  readonly correlationId: string;
  readonly result:
    | { readonly revision: bigint; readonly position: Position | undefined }
    /** One of the client's own errors. */
    | { readonly error: Error };
}

const stringTag = 0x12;
const uuidBytes = 36;

/** A `BatchAppendResp` message. A success is read by hand, because this is the hot path; the rest by the client's code. */
export function decodeAppendAnswer(message: Buffer): AppendAnswer {
  const reader = new ProtobufReader(message);
  let correlationId: string | undefined;
  let success: ProtobufReader | undefined;
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) correlationId = textId(reader.bytes());
    else if (field === 3) success = reader.message();
    else reader.skip();
  }
  const result = success && decodeSuccess(success);
  return correlationId !== undefined && result ? { correlationId, result } : decodeByClient(message);
}

function textId(id: Buffer): string | undefined {
  const isText = id.length === uuidBytes + 2 && id[0] === stringTag && id[1] === uuidBytes;
  return isText ? id.toString('latin1', 2).toLowerCase() : undefined;
}

function decodeSuccess(reader: ProtobufReader): { revision: bigint; position: Position | undefined } | undefined {
  let revision: bigint | undefined;
  let position: Position | undefined;
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) revision = reader.bigVarint();
    else if (field === 3) position = decodePosition(reader.message());
    else reader.skip();
  }
  return revision === undefined ? undefined : { revision, position };
}

function decodePosition(reader: ProtobufReader): Position {
  let [commit, prepare] = [0n, 0n];
  for (let field = reader.nextField(); field !== 0; field = reader.nextField()) {
    if (field === 1) commit = reader.bigVarint();
    else if (field === 2) prepare = reader.bigVarint();
    else reader.skip();
  }
  return { commit, prepare };
}

/** Structured ids, refusals, and whatever else is rare. */
function decodeByClient(message: Buffer): AppendAnswer {
  const answer = streamsPb.BatchAppendResp.deserializeBinary(message);
  const correlationId = idOf(answer);
  const error = answer.getError();
  if (error) {
    const streamName = Buffer.from(answer.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
    return { correlationId, result: { error: unpackToCommandError(error, streamName) } };
  }
  const success = answer.getSuccess();
  const at = success?.getPosition();
  const position = at && { commit: BigInt(at.getCommitPosition()), prepare: BigInt(at.getPreparePosition()) };
  return { correlationId, result: { revision: BigInt(success?.getCurrentRevision() ?? 0), position } };
}

function idOf(answer: streamsPb.BatchAppendResp): string {
  const id = answer.getCorrelationId();
  const structured = id?.getStructured();
  if (!structured) return id?.getString().toLowerCase() ?? '';
  const bytes = Buffer.alloc(16);
  bytes.writeBigInt64BE(BigInt(structured.getMostSignificantBits()), 0);
  bytes.writeBigInt64BE(BigInt(structured.getLeastSignificantBits()), 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
