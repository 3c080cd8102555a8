import { UnknownEventType, type EventCodec } from '#libs/decider/codec.js';
import type { DataOf, DomainEvent } from '#libs/decider/decider.js';
import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import type { Change } from './changes.js';
import type { Table } from './table.definition.js';

/** The half of a codec that a projection needs. */
export type EventDecoder<Event extends DomainEvent = DomainEvent> = Pick<EventCodec<Event>, 'decode' | 'storedTypes'>;

/** Where and when a fact was recorded, and by whom. */
export interface EventMeta
  extends Pick<StoredEvent, 'streamName' | 'revision' | 'position' | 'recordedAt' | 'metadata'> {
  readonly eventId: string;
}

type EventOf<Decoders extends readonly EventDecoder[]> = ReturnType<Decoders[number]['decode']>;

/** What each fact of the union does; one that does nothing says so. A forgotten fact does not compile. */
export type Handlers<Event extends DomainEvent> = {
  readonly [Type in Event['type']]: 'ignored' | ((data: DataOf<Event, Type>, meta: EventMeta) => readonly Change[]);
};

export interface ProjectionDefinition<Decoders extends readonly EventDecoder[]> {
  readonly name: string;
  /** Bump it whenever tables or handlers change: the new version is built beside the old one, then takes over. */
  readonly version: number;
  /** Prefixes of the streams it reads. A type in them that no codec knows stops the projection (F7.5). */
  readonly streams: readonly string[];
  readonly codecs: Decoders;
  readonly tables: readonly Table[];
  readonly on: Handlers<EventOf<Decoders>>;
}

/** A read model: a pure function from facts to row changes, and the tables these go to. */
export interface Projection {
  readonly name: string;
  readonly version: number;
  readonly streams: readonly string[];
  readonly tables: readonly Table[];
  /** @throws UnknownEventType */
  readonly codecOf: (storedType: string) => EventDecoder;
  readonly changesOf: (event: DomainEvent, meta: EventMeta) => readonly Change[];
}

type AnyHandlers = Readonly<Record<string, 'ignored' | ((data: object, meta: EventMeta) => readonly Change[])>>;

const nothing: readonly Change[] = [];

export function defineProjection<const Decoders extends readonly EventDecoder[]>(
  definition: ProjectionDefinition<Decoders>,
): Projection {
  const { name, version, streams, tables } = definition;
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(name) || !(Number.isInteger(version) && version > 0))
    throw new Error(`${name} v${version} is no name and version of a projection`);
  if (streams.length === 0) throw new Error(`${name} reads no streams`);
  const codecs = codecsByType(definition.codecs);
  // Each handler gets only the data of its own type: `codecOf` and `changesOf` go by the same name.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const handlers = definition.on as unknown as AnyHandlers;
  return {
    name,
    version,
    streams,
    tables,
    codecOf: (storedType) => {
      const codec = codecs.get(storedType);
      if (!codec) throw new UnknownEventType(storedType);
      return codec;
    },
    changesOf: ({ type, data }, meta) => {
      const handler = handlers[type];
      if (handler === undefined) throw new UnknownEventType(type);
      return handler === 'ignored' ? nothing : handler(data, meta);
    },
  };
}

/** The schema that holds the tables of one version. */
export function schemaOf({ name, version }: Pick<Projection, 'name' | 'version'>): string {
  return `${name.replaceAll('-', '_')}_v${version}`;
}

/** `balances v2`, for people. */
export function titleOf({ name, version }: Pick<Projection, 'name' | 'version'>): string {
  return `${name} v${version}`;
}

function codecsByType(decoders: readonly EventDecoder[]): Map<string, EventDecoder> {
  const codecs = new Map<string, EventDecoder>();
  for (const codec of decoders)
    for (const type of codec.storedTypes) {
      if (codecs.has(type)) throw new Error(`Two codecs know ${type}`);
      codecs.set(type, codec);
    }
  return codecs;
}
