import { describe, expect, it } from '@jest/globals';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import * as fc from 'fast-check';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import timestampPb from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { ExpectedRevision } from './append.rules.js';
import { encodeReply } from './batch-append-reply.codec.js';
import { decodeBatchAppend } from './batch-append-request.codec.js';
import { MalformedMessage } from '../../protobuf/protobuf.reader.js';
import { encodeRecord, LogRecord, recordFlags, sealRecord } from './record.codec.js';

/*
 * The hot paths of the protocol are encoded and decoded by hand. Here the official generated code is on the other end.
 */

const bytes = fc.uint8Array({ maxLength: 300 });
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
const revision = fc.oneof(fc.nat(), fc.constantFrom(0, 127, 128, 2 ** 31, 2 ** 40));
const expectedRevision = fc.oneof(revision, fc.constantFrom<ExpectedRevision>('any', 'no-stream', 'stream-exists'));
const sentEvent = fc.record({ id: fc.uuid(), type: text, contentType: text, data: bytes, customMetadata: bytes });

type Options = InstanceType<typeof streamsPb.BatchAppendReq.Options>;

function setExpected(options: Options, expected: ExpectedRevision): void {
  if (expected === 'any') options.setAny(new emptyPb.Empty());
  else if (expected === 'no-stream') options.setNoStream(new emptyPb.Empty());
  else if (expected === 'stream-exists') options.setStreamExists(new emptyPb.Empty());
  else options.setStreamPosition(String(expected));
}

describe('A BatchAppend request', () => {
  it('is decoded as the client encodes it', () => {
    const all = fc.record({
      stream: text,
      expected: expectedRevision,
      deadline: fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
      events: fc.array(sentEvent, { maxLength: 4 }),
      isFinal: fc.boolean(),
    });
    fc.assert(
      fc.property(all, fc.uuid(), ({ stream, expected, deadline, events, isFinal }, correlationId) => {
        const options = new streamsPb.BatchAppendReq.Options()
          .setStreamIdentifier(new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream)))
          .setDeadline(timestampPb.Timestamp.fromDate(deadline));
        setExpected(options, expected);
        const id = new sharedPb.UUID().setString(correlationId);
        const request = new streamsPb.BatchAppendReq().setCorrelationId(id).setOptions(options).setIsFinal(isFinal);
        for (const event of events) {
          const message = new streamsPb.BatchAppendReq.ProposedMessage()
            .setId(new sharedPb.UUID().setString(event.id))
            .setData(event.data)
            .setCustomMetadata(event.customMetadata);
          message.getMetadataMap().set('type', event.type).set('content-type', event.contentType);
          request.addProposedMessages(message);
        }
        const part = decodeBatchAppend(Buffer.from(request.serializeBinary()));
        expect(part.correlationId).toEqual(Buffer.from(id.serializeBinary()));
        expect(part.isFinal).toBe(isFinal);
        expect(Buffer.from(part.options?.streamName ?? []).toString()).toBe(stream);
        expect(part.options?.expected).toBe(expected);
        expect(Math.abs((part.options?.deadline ?? 0) - deadline.getTime())).toBeLessThan(1);
        expect(
          part.events.map(({ id: eventId, metadata, data, customMetadata }) => ({
            id: eventId,
            type: metadata.get('type'),
            contentType: metadata.get('content-type'),
            data: Uint8Array.from(data),
            customMetadata: Uint8Array.from(customMetadata),
          })),
        ).toEqual(events);
      }),
    );
  });

  it('with structured ids is understood too', () => {
    const structured = new sharedPb.UUID.Structured()
      .setMostSignificantBits('72623859790382856')
      .setLeastSignificantBits('-1');
    const message = new streamsPb.BatchAppendReq.ProposedMessage().setId(new sharedPb.UUID().setStructured(structured));
    const request = new streamsPb.BatchAppendReq();
    request.addProposedMessages(message);
    const [event] = decodeBatchAppend(Buffer.from(request.serializeBinary())).events;
    expect(event?.id).toBe('01020304-0506-0708-ffff-ffffffffffff');
  });

  it('that is cut off or no protobuf at all is refused', () => {
    const stream = new sharedPb.StreamIdentifier().setStreamName(Buffer.from('stream'));
    const options = new streamsPb.BatchAppendReq.Options().setStreamIdentifier(stream);
    const whole = Buffer.from(new streamsPb.BatchAppendReq().setOptions(options).serializeBinary());
    for (let length = 1; length < whole.length; length++)
      expect(() => decodeBatchAppend(whole.subarray(0, length))).toThrow(MalformedMessage);
    fc.assert(
      fc.property(bytes, (noise) => {
        try {
          decodeBatchAppend(Buffer.from(noise));
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
    );
  });
});

describe('A BatchAppend reply', () => {
  const address = fc.record({ id: fc.uuid(), streamName: text, expected: expectedRevision });

  it('of success is what the client decodes', () => {
    const success = fc.record({
      revision: fc.oneof(revision, fc.constant(-1)),
      position: fc.oneof(revision, fc.constant(undefined)),
    });
    fc.assert(
      fc.property(address, success, ({ id, streamName, expected }, { revision: last, position }) => {
        const correlationId = new sharedPb.UUID().setString(id).serializeBinary();
        const encoded = encodeReply(
          { correlationId, streamName, expected },
          { kind: 'appended', revision: last, position },
        );
        const reply = streamsPb.BatchAppendResp.deserializeBinary(encoded);
        expect(reply.getCorrelationId()?.getString()).toBe(id);
        expect(Buffer.from(reply.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()).toBe(streamName);
        if (typeof expected === 'number') expect(reply.getStreamPosition()).toBe(String(expected));
        expect([reply.hasAny(), reply.hasNoStream(), reply.hasStreamExists()]).toEqual(
          (['any', 'no-stream', 'stream-exists'] as const).map((name) => name === expected),
        );
        const decoded = reply.getSuccess();
        expect(decoded?.hasNoStream()).toBe(last === -1);
        if (last !== -1) expect(decoded?.getCurrentRevision()).toBe(String(last));
        expect(decoded?.getPosition()?.getCommitPosition()).toBe(position === undefined ? undefined : String(position));
        expect(decoded?.getPosition()?.getPreparePosition()).toBe(
          position === undefined ? undefined : String(position),
        );
      }),
    );
  });
});

describe('A record of the log', () => {
  const stored = fc.record({
    id: fc.uuid(),
    streamName: text,
    type: text,
    contentType: text,
    data: bytes,
    customMetadata: bytes,
    revision,
    position: fc.constantFrom(64, 72, 2 ** 33, 2 ** 45),
    created: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    tombstone: fc.boolean(),
  });

  it('holds the message that readers get, and what the server looks up', () => {
    fc.assert(
      fc.property(stored, ({ tombstone, revision: given, ...event }) => {
        const encoded = encodeRecord({
          ...event,
          streamName: Buffer.from(event.streamName),
          type: Buffer.from(event.type),
          contentType: Buffer.from(event.contentType),
          revision: given % 2 ** 32,
          flags: recordFlags.firstOfBatch | (tombstone ? recordFlags.tombstone : 0),
        });
        sealRecord(encoded, 40);
        const record = LogRecord.parse(encoded, 0, event.position);
        const { id, streamName, type, position, created } = event;
        expect(record).toMatchObject({
          id,
          streamName,
          type,
          position,
          created,
          durableEnd: 40,
          length: encoded.length,
        });
        expect(record?.revision).toBe(given % 2 ** 32);
        expect(LogRecord.parse(encoded, 0, event.position + 8)).toBeUndefined();
        const read = streamsPb.ReadResp.deserializeBinary(record?.message ?? Buffer.alloc(0)).getEvent();
        const message = read?.getEvent();
        expect(read?.getCommitPosition()).toBe(String(position));
        expect(message?.getCommitPosition()).toBe(String(position));
        expect(message?.getPreparePosition()).toBe(String(position));
        expect(message?.getId()?.getString()).toBe(id);
        expect(message?.getStreamRevision()).toBe(tombstone ? '9223372036854775807' : String(given % 2 ** 32));
        expect(Buffer.from(message?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString()).toBe(streamName);
        expect(message?.getMetadataMap().get('type')).toBe(type);
        expect(message?.getMetadataMap().get('content-type')).toBe(event.contentType);
        expect(message?.getMetadataMap().get('created')).toBe(String(BigInt(created) * 10_000n));
        expect(Uint8Array.from(message?.getData_asU8() ?? [])).toEqual(event.data);
        expect(Uint8Array.from(message?.getCustomMetadata_asU8() ?? [])).toEqual(event.customMetadata);
      }),
    );
  });

  it('is not recognized when any byte of it is wrong', () => {
    fc.assert(
      fc.property(stored, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ revision: given, ...event }, at, flip) => {
        const encoded = encodeRecord({
          ...event,
          streamName: Buffer.from(event.streamName),
          type: Buffer.from(event.type),
          contentType: Buffer.from(event.contentType),
          revision: given % 2 ** 32,
          flags: 0,
        });
        sealRecord(encoded, 0);
        const place = at % encoded.length;
        encoded[place] = (encoded[place] ?? 0) ^ flip;
        expect(LogRecord.parse(encoded, 0, event.position)).toBeUndefined();
      }),
    );
  });
});
