import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { status } from '@grpc/grpc-js';
import { appendBytesMax } from './append-limits.js';
import { noRevision, type ExpectedRevision } from './append.rules.js';
import type { ProposedEvent } from './batch-builder.js';
import type { AppendOutcome, EventStore } from './event-store.js';
import { decodeExpected } from './expected-revision.codec.js';
import { GrpcError, invalidArgument, streamDeleted } from './grpc-error.js';
import { checkEvent, sizeOfProposed } from './proposed-event.js';
import { streamNameOf } from './stream-name.codec.js';
import { uuidText } from './uuid.codec.js';

/** Answers an `Append` call: the options first, then the events one by one. @throws GrpcError */
export async function handleAppend(store: EventStore, requests: AsyncIterable<AppendReq>): Promise<AppendResp> {
  let options: AppendReq.Options | undefined;
  const events: ProposedEvent[] = [];
  let bytes = 0;
  for await (const request of requests) {
    options ??= request.getOptions();
    const message = request.getProposedMessage();
    if (message === undefined) continue;
    const event = checkEvent({
      id: uuidText(message.getId()),
      metadata: message.getMetadataMap(),
      data: message.getData_asU8(),
      customMetadata: message.getCustomMetadata_asU8(),
    });
    bytes += sizeOfProposed(event);
    if (bytes > appendBytesMax) throw appendTooLarge();
    events.push(event);
  }
  if (options === undefined) throw invalidArgument('The append has no options');
  const streamName = streamNameOf(options.getStreamIdentifier());
  const expected = decodeExpected(options, options.getRevision());
  return replyOf(await store.append({ streamName, expected, events }), streamName, expected);
}

function replyOf(outcome: AppendOutcome, streamName: string, expected: ExpectedRevision): AppendResp {
  if (outcome.kind === 'stream-deleted') throw streamDeleted(streamName);
  const reply = new streamsPb.AppendResp();
  if (outcome.kind === 'appended') return reply.setSuccess(successOf(outcome));
  return reply.setWrongExpectedVersion(wrongExpectedVersion(outcome.current, expected));
}

function successOf({ revision, position }: Extract<AppendOutcome, { kind: 'appended' }>): AppendResp.Success {
  const success = new streamsPb.AppendResp.Success();
  if (revision === noRevision) success.setNoStream(new sharedPb.Empty());
  else success.setCurrentRevision(String(revision));
  if (position === undefined) return success.setNoPosition(new sharedPb.Empty());
  const text = String(position);
  return success.setPosition(new streamsPb.AppendResp.Position().setCommitPosition(text).setPreparePosition(text));
}

function wrongExpectedVersion(current: number, expected: ExpectedRevision): AppendResp.WrongExpectedVersion {
  const details = new streamsPb.AppendResp.WrongExpectedVersion();
  if (current === noRevision) details.setCurrentNoStream(new sharedPb.Empty());
  else details.setCurrentRevision(String(current));
  if (expected === 'any') return details.setExpectedAny(new sharedPb.Empty());
  if (expected === 'no-stream') return details.setExpectedNoStream(new sharedPb.Empty());
  if (expected === 'stream-exists') return details.setExpectedStreamExists(new sharedPb.Empty());
  return details.setExpectedRevision(String(expected));
}

function appendTooLarge(): GrpcError {
  return new GrpcError(status.INVALID_ARGUMENT, 'Maximum append size exceeded.', {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(appendBytesMax),
  });
}
