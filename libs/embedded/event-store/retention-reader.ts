import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { LRUCache } from 'lru-cache';
import type { EventIndex } from './event-index.js';
import type { RecordReader } from './record-reader.js';
import {
  isMetadataStream,
  metadataStreamOf,
  metadataStreamRetention,
  noRetention,
  parseRetention,
  type Retention,
} from './stream-metadata.js';

const rememberedMax = 10_000;

/** The metadata of streams: the last event of their metadata streams. */
export class RetentionReader {
  /** By the number of the metadata event. */
  private readonly remembered = new LRUCache<number, Retention>({ max: rememberedMax });

  constructor(
    private readonly index: EventIndex,
    private readonly records: RecordReader,
  ) {}

  /** As of the events numbered below `before`. */
  of(streamName: string, before: number): Retention {
    if (isMetadataStream(streamName)) return metadataStreamRetention;
    const event = this.index.lastEvent(metadataStreamOf(streamName), before);
    if (event === undefined) return noRetention;
    const known = this.remembered.get(event);
    if (known !== undefined) return known;
    const retention = parseRetention(this.textOf(event));
    this.remembered.set(event, retention);
    return retention;
  }

  /** The metadata as stored, JSON; `{}` when there are none. */
  text(streamName: string, before: number): string {
    const event = this.index.lastEvent(metadataStreamOf(streamName), before);
    return event === undefined ? '{}' : this.textOf(event);
  }

  private textOf(event: number): string {
    const response = streamsPb.ReadResp.deserializeBinary(this.records.readSync(event).message);
    const data = response.getEvent()?.getEvent()?.getData_asU8() ?? new Uint8Array();
    return Buffer.from(data).toString();
  }
}
