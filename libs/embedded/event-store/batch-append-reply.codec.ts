import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import statusPb from '@eventstore/db-client/generated/status_pb.js';
import { status } from '@grpc/grpc-js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import { appendBytesMax } from './append-limits.js';
import { noRevision, type ExpectedRevision } from './append.rules.js';
import type { AppendOutcome } from './event-store.js';
import { fieldSize, ProtobufWriter, varintSize } from '../../protobuf/protobuf.writer.js';

/** Whom an answer on the shared stream is for. */
export interface ReplyAddress {
  /** UUID message as the client sent it. */
  readonly correlationId: Uint8Array;
  readonly streamName: string;
  readonly expected: ExpectedRevision;
}

/** Why an append was refused before it reached the stream. */
export type Refusal =
  | { readonly kind: 'timeout' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'bad-request'; readonly message: string };

const successField = 3;
const errorField = 2;
const empty = Buffer.alloc(0);

/** A `BatchAppendResp` message. The numbers of its fields are those of the protocol. */
export function encodeReply(address: ReplyAddress, result: AppendOutcome | Refusal): Buffer {
  const success = result.kind === 'appended';
  const content = success ? encodeSuccess(result) : errorOf(result, address).serializeBinary();
  const name = Buffer.from(address.streamName);
  const { correlationId, expected } = address;
  const size = fieldSize(correlationId.length) + fieldSize(content.length) + fieldSize(fieldSize(name.length));
  const reply = Buffer.allocUnsafe(size + expectedSize(expected));
  const writer = new ProtobufWriter(reply, 0);
  writer.bytes(1, correlationId);
  writer.bytes(success ? successField : errorField, content);
  writer.open(4, fieldSize(name.length));
  writer.bytes(3, name);
  writeExpected(writer, expected);
  return reply;
}

const expectedFields = { 'no-stream': 6, any: 7, 'stream-exists': 8 } as const;

function expectedSize(expected: ExpectedRevision): number {
  return typeof expected === 'number' ? 1 + varintSize(expected) : fieldSize(0);
}

function writeExpected(writer: ProtobufWriter, expected: ExpectedRevision): void {
  if (typeof expected === 'number') writer.number(5, expected);
  else writer.bytes(expectedFields[expected], empty);
}

function encodeSuccess({ revision, position }: Extract<AppendOutcome, { kind: 'appended' }>): Buffer {
  const placeSize = position === undefined ? 0 : 2 * (1 + varintSize(position));
  const revisionSize = revision === noRevision ? fieldSize(0) : 1 + varintSize(revision);
  const success = Buffer.allocUnsafe(revisionSize + fieldSize(placeSize));
  const writer = new ProtobufWriter(success, 0);
  if (revision === noRevision) writer.bytes(2, empty);
  else writer.number(1, revision);
  writer.open(position === undefined ? 4 : 3, placeSize);
  if (position === undefined) return success;
  writer.number(1, position);
  writer.number(2, position);
  return success;
}

type Failure = Exclude<AppendOutcome, { kind: 'appended' }> | Refusal;

const errors: Readonly<Record<Failure['kind'], { readonly code: number; readonly type: string }>> = {
  'wrong-expected-version': { code: status.ALREADY_EXISTS, type: 'WrongExpectedVersion' },
  'stream-deleted': { code: status.NOT_FOUND, type: 'StreamDeleted' },
  timeout: { code: status.DEADLINE_EXCEEDED, type: 'Timeout' },
  'too-large': { code: status.INVALID_ARGUMENT, type: 'MaximumAppendSizeExceeded' },
  'bad-request': { code: status.INVALID_ARGUMENT, type: 'BadRequest' },
};

/** The client tells errors apart by the type of the details. */
function errorOf(failure: Failure, address: ReplyAddress): InstanceType<typeof statusPb.Status> {
  const { code, type } = errors[failure.kind];
  const details = new anyPb.Any();
  details.pack(detailsOf(failure, address).serializeBinary(), `event_store.client.${type}`);
  const message = failure.kind === 'bad-request' ? failure.message : type;
  return new statusPb.Status().setCode(code).setMessage(message).setDetails(details);
}

function detailsOf(failure: Failure, { streamName, expected }: ReplyAddress): { serializeBinary(): Uint8Array } {
  if (failure.kind === 'wrong-expected-version') return wrongExpectedVersion(failure.current, expected);
  if (failure.kind === 'too-large') return new sharedPb.MaximumAppendSizeExceeded().setMaxappendsize(appendBytesMax);
  if (failure.kind === 'bad-request') return new sharedPb.BadRequest().setMessage(failure.message);
  if (failure.kind === 'timeout') return new sharedPb.Timeout();
  const identifier = new sharedPb.StreamIdentifier().setStreamName(Buffer.from(streamName));
  return new sharedPb.StreamDeleted().setStreamIdentifier(identifier);
}

function wrongExpectedVersion(
  current: number,
  expected: ExpectedRevision,
): InstanceType<typeof sharedPb.WrongExpectedVersion> {
  const details = new sharedPb.WrongExpectedVersion();
  if (current === noRevision) details.setCurrentNoStream(new emptyPb.Empty());
  else details.setCurrentStreamRevision(String(current));
  if (expected === 'any') return details.setExpectedAny(new emptyPb.Empty());
  if (expected === 'no-stream') return details.setExpectedNoStream(new emptyPb.Empty());
  if (expected === 'stream-exists') return details.setExpectedStreamExists(new emptyPb.Empty());
  return details.setExpectedStreamPosition(String(expected));
}
