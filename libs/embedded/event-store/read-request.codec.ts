import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { status } from '@grpc/grpc-js';
import type { EventFilter } from './event-filter.js';
import type { Direction } from './event-reader.js';
import { GrpcError, invalidArgument } from './grpc-error.js';
import { streamNameOf } from './stream-name.codec.js';

/** A place in the whole log. */
export type LogPoint = 'start' | 'end' | { readonly commit: number; readonly prepare: number };

interface Limits {
  readonly direction: Direction;
  readonly count: number;
}

/** What a `Read` call asks for. */
export type ReadRequest = ReadTarget & {
  /** Events that stand for others come with the others. */
  readonly resolveLinks: boolean;
};

type ReadTarget =
  | ({ readonly kind: 'stream'; readonly streamName: string; readonly from: 'start' | 'end' | number } & Limits)
  | ({ readonly kind: 'all'; readonly from: LogPoint; readonly filter: EventFilter | undefined } & Limits)
  | { readonly kind: 'subscribe-stream'; readonly streamName: string; readonly after: 'start' | 'end' | number }
  | {
      readonly kind: 'subscribe-all';
      readonly after: LogPoint;
      readonly filter: EventFilter | undefined;
      /** Considered events between two checkpoints. */
      readonly checkpointInterval: number;
    };

const searchWindowDefault = 32;

/** @throws GrpcError INVALID_ARGUMENT, UNIMPLEMENTED */
export function decodeReadRequest(request: ReadReq): ReadRequest {
  const options = request.getOptions();
  if (options === undefined) throw invalidArgument('The read has no options');
  if (options.getUuidOption()?.hasStructured() ?? false)
    throw new GrpcError(status.UNIMPLEMENTED, 'Event ids are sent as strings only');
  const direction: Direction =
    options.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.FORWARDS ? 'forwards' : 'backwards';
  const limits = { direction, count: Number(options.getCount()) };
  return { ...decodeTarget(options, limits), resolveLinks: options.getResolveLinks() };
}

function decodeTarget(options: ReadReq.Options, limits: Limits): ReadTarget {
  const isSubscription = options.hasSubscription();
  if (isSubscription && limits.direction === 'backwards') throw invalidArgument('A subscription reads forwards');
  const stream = options.getStream();
  if (stream !== undefined) {
    const streamName = streamNameOf(stream.getStreamIdentifier());
    const from = streamPoint(stream);
    return isSubscription
      ? { kind: 'subscribe-stream', streamName, after: from }
      : { kind: 'stream', streamName, from, ...limits };
  }
  return decodeAll(options, limits);
}

function decodeAll(options: ReadReq.Options, limits: Limits): ReadTarget {
  const all = options.getAll();
  if (all === undefined) throw invalidArgument('The read names neither a stream nor the whole log');
  const from = logPoint(all);
  const filterOptions = options.getFilter();
  const filter = filterOptions === undefined ? undefined : decodeFilter(filterOptions);
  if (!options.hasSubscription()) return { kind: 'all', from, filter, ...limits };
  return { kind: 'subscribe-all', after: from, filter, checkpointInterval: checkpointIntervalOf(filterOptions) };
}

function streamPoint(stream: ReadReq.Options.StreamOptions): 'start' | 'end' | number {
  if (stream.hasStart()) return 'start';
  return stream.hasEnd() ? 'end' : Number(stream.getRevision());
}

function logPoint(all: ReadReq.Options.AllOptions): LogPoint {
  if (all.hasStart()) return 'start';
  const position = all.getPosition();
  if (position === undefined) return 'end';
  return { commit: Number(position.getCommitPosition()), prepare: Number(position.getPreparePosition()) };
}

function decodeFilter(options: ReadReq.Options.FilterOptions): EventFilter {
  const byStream = options.getStreamIdentifier();
  const expression = byStream ?? options.getEventType();
  if (expression === undefined) throw invalidArgument('The filter has no expression');
  const on = byStream === undefined ? 'event-type' : 'stream-name';
  const prefixes = expression.getPrefixList();
  return { on, match: prefixes.length > 0 ? prefixes : regularExpression(expression.getRegex()) };
}

function regularExpression(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch {
    throw invalidArgument(`Not a regular expression: ${source}`);
  }
}

function checkpointIntervalOf(options: ReadReq.Options.FilterOptions | undefined): number {
  const window = options?.hasMax() ? options.getMax() : searchWindowDefault;
  return Math.max(1, window * (options?.getCheckpointintervalmultiplier() ?? 1));
}
