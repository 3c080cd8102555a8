import { describe, expect, it } from '@jest/globals';
import { convertGrpcEvent } from '@eventstore/db-client/dist/utils/convertGrpcEvent.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import * as fc from 'fast-check';
import { decodeReceivedEvent } from './received-event.codec.js';
import { storedEventOf, toStoredEvent } from './stored-event.js';

const { ReadResp } = streamsPb;
const { ReadEvent } = ReadResp;
const { RecordedEvent } = ReadEvent;
const metadata = { correlationId: 'c', causationId: 'c', actor: 'worker' };

interface Fields {
  readonly id: string;
  readonly stream: string;
  readonly type: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly created: string;
  readonly data: Uint8Array;
  readonly contentType?: string;
}

const plain: Fields = {
  id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  stream: 'payout-po_1',
  type: 'PayoutSettled.v1',
  revision: 3n,
  position: 7_000n,
  created: '17676144070890000',
  data: Buffer.from('{"amount":"0.00000673"}'),
};

function recorded({ id, stream, type, revision, position, created, data, ...rest }: Fields) {
  const event = new RecordedEvent();
  event.setId(new sharedPb.UUID().setString(id));
  event.setStreamIdentifier(new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64')));
  event.setStreamRevision(String(revision));
  event.setPreparePosition(String(position));
  event.setCommitPosition(String(position));
  event.getMetadataMap().set('type', type);
  event.getMetadataMap().set('content-type', rest.contentType ?? 'application/json');
  event.getMetadataMap().set('created', created);
  event.setCustomMetadata(Buffer.from(JSON.stringify(metadata)).toString('base64'));
  event.setData(Buffer.from(data).toString('base64'));
  return event;
}

function readEvent(fields: Fields) {
  return new ReadEvent().setEvent(recorded(fields)).setCommitPosition(String(fields.position));
}

function bytesOf(response: InstanceType<typeof ReadResp>): Buffer {
  return Buffer.from(response.serializeBinary());
}

const byHand = (message: Buffer) => decodeReceivedEvent(message);
const byClient = (message: Buffer) =>
  toStoredEvent(convertGrpcEvent(ReadResp.deserializeBinary(message).getEvent() ?? new ReadEvent()));

describe('an event that is received', () => {
  const uint64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
  const anyEvent: fc.Arbitrary<Fields> = fc.record({
    id: fc.uuid(),
    stream: fc.string({ unit: 'grapheme', minLength: 1 }),
    type: fc.string({ unit: 'grapheme', minLength: 1 }),
    revision: uint64,
    position: uint64,
    created: fc.integer({ min: 0, max: 4_000_000_000_000 }).map((ms) => `${ms}1234`),
    data: fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })).map((each) => Buffer.from(JSON.stringify(each))),
  });

  it('is the same by hand and by the client’s own code', () =>
    fc.assert(
      fc.property(anyEvent, (fields) => {
        const message = bytesOf(new ReadResp().setEvent(readEvent(fields)));
        const received = byHand(message);
        expect(received && storedEventOf(received)).toEqual(byClient(message));
      }),
    ));

  it('is exact where a float is not', () => {
    const position = (1n << 63n) + 1n;
    const received = byHand(bytesOf(new ReadResp().setEvent(readEvent({ ...plain, position, revision: position }))));
    expect(received).toMatchObject({ revision: position, position: { commit: position, prepare: position } });
  });

  it.each(['[1]', 'no json', '"text"', ''])('is unreadable with %j for its data', (data) => {
    const message = bytesOf(new ReadResp().setEvent(readEvent({ ...plain, data: Buffer.from(data) })));
    const received = byHand(message);
    expect(() => received && storedEventOf(received)).toThrow('3@payout-po_1 (PayoutSettled.v1): its data is no JSON');
    expect(() => byClient(message)).toThrow('its data is no JSON object');
  });

  it('is unreadable with metadata that are not ours', () => {
    const event = recorded(plain);
    event.setCustomMetadata(Buffer.from('{}').toString('base64'));
    const received = byHand(bytesOf(new ReadResp().setEvent(new ReadEvent().setEvent(event))));
    expect(() => received && storedEventOf(received)).toThrow('its metadata is not ours');
  });
});

describe('what is left to the client', () => {
  it.each([
    ['a confirmation', new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation())],
    ['a checkpoint', new ReadResp().setCheckpoint(new ReadResp.Checkpoint().setCommitPosition('5'))],
    ['being caught up', new ReadResp().setCaughtUp(new ReadResp.CaughtUp())],
    ['a link', new ReadResp().setEvent(readEvent(plain).setLink(recorded(plain)))],
    ['data that is no JSON', new ReadResp().setEvent(readEvent({ ...plain, contentType: 'application/octet-stream' }))],
    ['an id in another form', new ReadResp().setEvent(new ReadEvent().setEvent(withStructuredId()))],
  ])('%s', (_, response) => expect(byHand(bytesOf(response))).toBeUndefined());
});

function withStructuredId() {
  const structured = new sharedPb.UUID.Structured().setMostSignificantBits('1').setLeastSignificantBits('-2');
  return recorded(plain).setId(new sharedPb.UUID().setStructured(structured));
}
