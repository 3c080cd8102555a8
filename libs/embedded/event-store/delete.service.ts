import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { DeleteReq, DeleteResp, TombstoneReq, TombstoneResp } from '@eventstore/db-client/generated/streams_pb.js';
import { status } from '@grpc/grpc-js';
import type { ExpectedRevision } from './append.rules.js';
import type { AppendOutcome, EventStore } from './event-store.js';
import { decodeExpected, expectedVersionText } from './expected-revision.codec.js';
import { GrpcError, invalidArgument, streamDeleted } from './grpc-error.js';
import { streamNameOf } from './stream-name.codec.js';

/** Answers a `Delete` call. @throws GrpcError */
export async function handleDelete(store: EventStore, request: DeleteReq): Promise<DeleteResp> {
  const { streamName, expected } = targetOf(request.getOptions());
  const position = positionOf(await store.delete(streamName, expected), streamName, expected);
  const place = new streamsPb.DeleteResp.Position().setCommitPosition(position).setPreparePosition(position);
  return new streamsPb.DeleteResp().setPosition(place);
}

/** Answers a `Tombstone` call. @throws GrpcError */
export async function handleTombstone(store: EventStore, request: TombstoneReq): Promise<TombstoneResp> {
  const { streamName, expected } = targetOf(request.getOptions());
  const position = positionOf(await store.tombstone(streamName, expected), streamName, expected);
  const place = new streamsPb.TombstoneResp.Position().setCommitPosition(position).setPreparePosition(position);
  return new streamsPb.TombstoneResp().setPosition(place);
}

function targetOf(options: DeleteReq.Options | TombstoneReq.Options | undefined): {
  streamName: string;
  expected: ExpectedRevision;
} {
  if (options === undefined) throw invalidArgument('The request has no options');
  return {
    streamName: streamNameOf(options.getStreamIdentifier()),
    expected: decodeExpected(options, options.getRevision()),
  };
}

function positionOf(outcome: AppendOutcome, streamName: string, expected: ExpectedRevision): string {
  if (outcome.kind === 'appended') return String(outcome.position);
  if (outcome.kind === 'stream-deleted') throw streamDeleted(streamName);
  throw new GrpcError(status.FAILED_PRECONDITION, `Stream '${streamName}' is not at the expected version.`, {
    exception: 'wrong-expected-version',
    'stream-name': streamName,
    'expected-version': expectedVersionText(expected),
    'actual-version': String(outcome.current),
  });
}
