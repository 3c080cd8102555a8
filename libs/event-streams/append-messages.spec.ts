import { describe, expect, it } from '@jest/globals';
import { DeadlineExceededError, StreamDeletedError, WrongExpectedVersionError } from '@eventstore/db-client';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import statusPb from '@eventstore/db-client/generated/status_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import * as fc from 'fast-check';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import { decodeAppendAnswer } from './append-answer.codec.js';
import { encodeAppend, encodeEvents } from './append-request.codec.js';
import type { ExpectedRevision, NewEvent } from './event-streams.js';

const { BatchAppendReq, BatchAppendResp } = streamsPb;
const correlationId = '0f8fad5b-d9cb-469f-a165-70867728950e';
const metadata = { correlationId: 'c', causationId: 'c', actor: 'worker' };

describe('an append request', () => {
  const expectations: fc.Arbitrary<ExpectedRevision> = fc.oneof(
    fc.constant('no-stream' as const),
    fc.bigInt({ min: 0n, max: (1n << 63n) - 1n }),
  );
  const events: fc.Arbitrary<readonly NewEvent[]> = fc.array(
    fc.record({
      id: fc.uuid(),
      type: fc.string({ unit: 'grapheme', minLength: 1 }),
      data: fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })),
      metadata: fc.constant(metadata),
    }),
    { minLength: 1, maxLength: 20 },
  );
  const names = fc.string({ unit: 'grapheme', minLength: 1 });
  const deadlines = fc.integer({ min: 0, max: 4_000_000_000_000 });

  it('says to the client’s own code what was asked', () =>
    fc.assert(
      fc.property(names, expectations, events, deadlines, (streamName, expected, wanted, deadline) => {
        const request = { correlationId, streamName, expected, events: encodeEvents(wanted), deadline };
        const read = BatchAppendReq.deserializeBinary(encodeAppend(request));
        const options = read.getOptions();
        expect(Buffer.from(options?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()).toBe(streamName);
        expect(options?.hasNoStream() ? 'no-stream' : BigInt(options?.getStreamPosition() ?? -1)).toBe(expected);
        expect(options?.getDeadline()?.toDate().getTime()).toBe(deadline);
        expect(read.getCorrelationId()?.getString()).toBe(correlationId);
        expect(read.getIsFinal()).toBe(true);
        expect(read.getProposedMessagesList().map(proposed)).toEqual(wanted);
      }),
    ));

  function proposed(message: InstanceType<typeof BatchAppendReq.ProposedMessage>): unknown {
    expect(message.getMetadataMap().get('content-type')).toBe('application/json');
    return {
      id: message.getId()?.getString(),
      type: message.getMetadataMap().get('type'),
      data: JSON.parse(Buffer.from(message.getData_asU8()).toString()),
      metadata: JSON.parse(Buffer.from(message.getCustomMetadata_asU8()).toString()),
    };
  }
});

describe('an append answer', () => {
  const { Success } = BatchAppendResp;
  const position = () => new sharedPb.AllStreamPosition().setCommitPosition('900').setPreparePosition('899');
  const answer = () => new BatchAppendResp().setCorrelationId(new sharedPb.UUID().setString(correlationId));
  const decoded = (response: InstanceType<typeof BatchAppendResp>) =>
    decodeAppendAnswer(Buffer.from(response.serializeBinary()));

  it.each([
    ['where the events stand', new Success().setCurrentRevision('7').setPosition(position()), { revision: 7n }],
    ['without a position', new Success().setCurrentRevision('7').setNoPosition(new emptyPb.Empty()), { revision: 7n }],
    ['beyond a float', new Success().setCurrentRevision('9007199254740993'), { revision: 9_007_199_254_740_993n }],
  ])('says success, %s', (_, success, result) =>
    expect(decoded(answer().setSuccess(success))).toMatchObject({ correlationId, result }),
  );

  it('says where', () => {
    const { result } = decoded(answer().setSuccess(new Success().setCurrentRevision('7').setPosition(position())));
    expect(result).toEqual({ revision: 7n, position: { commit: 900n, prepare: 899n } });
  });

  it('knows whom it is for, in either form of an id', () => {
    const structured = new sharedPb.UUID.Structured();
    const id = new sharedPb.UUID().setStructured(structured);
    const success = new Success().setCurrentRevision('0');
    const text = '0fce4e57-9c7d-4a9f-a161-0867728950ce';
    const bytes = Buffer.from(text.replaceAll('-', ''), 'hex');
    structured.setMostSignificantBits(String(bytes.readBigInt64BE(0)));
    structured.setLeastSignificantBits(String(bytes.readBigInt64BE(8)));
    expect(decoded(new BatchAppendResp().setCorrelationId(id).setSuccess(success)).correlationId).toBe(text);
  });

  it.each([
    ['WrongExpectedVersion', wrongVersion(), WrongExpectedVersionError],
    ['StreamDeleted', new sharedPb.StreamDeleted(), StreamDeletedError],
    ['Timeout', new sharedPb.Timeout(), DeadlineExceededError],
  ])('says %s as the client does', (type, details, expected) => {
    const packed = new anyPb.Any();
    packed.pack(details.serializeBinary(), `event_store.client.${type}`);
    const identifier = new sharedPb.StreamIdentifier().setStreamName(Buffer.from('payout-po_1').toString('base64'));
    const error = new statusPb.Status().setCode(6).setMessage(type).setDetails(packed);
    const { result } = decoded(answer().setError(error).setStreamIdentifier(identifier));
    expect(result).toEqual({ error: expect.any(expected) });
  });

  function wrongVersion() {
    return new sharedPb.WrongExpectedVersion().setCurrentStreamRevision('3').setExpectedNoStream(new emptyPb.Empty());
  }
});
