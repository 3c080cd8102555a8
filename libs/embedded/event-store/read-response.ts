import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';

/** The messages of a `Read` answer other than events. */
export const readResponses = {
  confirmation: (subscriptionId: string): Buffer => {
    const confirmation = new streamsPb.ReadResp.SubscriptionConfirmation();
    return encode(new streamsPb.ReadResp().setConfirmation(confirmation.setSubscriptionId(subscriptionId)));
  },
  caughtUp: (): Buffer => encode(new streamsPb.ReadResp().setCaughtUp(new streamsPb.ReadResp.CaughtUp())),
  fellBehind: (): Buffer => encode(new streamsPb.ReadResp().setFellBehind(new streamsPb.ReadResp.FellBehind())),
  checkpoint: (position: number): Buffer => {
    const text = String(position);
    const checkpoint = new streamsPb.ReadResp.Checkpoint().setCommitPosition(text).setPreparePosition(text);
    return encode(new streamsPb.ReadResp().setCheckpoint(checkpoint));
  },
  streamNotFound: (streamName: string): Buffer => {
    const identifier = new sharedPb.StreamIdentifier().setStreamName(Buffer.from(streamName));
    const notFound = new streamsPb.ReadResp.StreamNotFound().setStreamIdentifier(identifier);
    return encode(new streamsPb.ReadResp().setStreamNotFound(notFound));
  },
};

function encode(message: { serializeBinary(): Uint8Array }): Buffer {
  return Buffer.from(message.serializeBinary());
}
