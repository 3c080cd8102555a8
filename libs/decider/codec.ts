import { z } from 'zod';
import type { DomainEvent } from './decider.js';
import type { JsonObject, JsonValue } from './json.js';

/** How an event stands in the log: its name and version, and plain JSON. */
export interface EncodedEvent {
  readonly type: string;
  readonly data: JsonObject;
}

/** Between the facts that the code knows and what the log holds. Only codecs know stored names and versions. */
export interface EventCodec<Event> {
  readonly encode: (event: Event) => EncodedEvent;
  /** @throws UnknownEventType, or MalformedEvent naming the fields: never a guess. */
  readonly decode: (stored: EncodedEvent) => Event;
  /** Stored type names that `decode` takes, every historical version included. */
  readonly storedTypes: readonly string[];
}

/** The reading half of a codec. */
export type EventReader<Event> = Pick<EventCodec<Event>, 'decode' | 'storedTypes'>;

export class UnknownEventType extends Error {
  override readonly name = 'UnknownEventType';

  constructor(readonly storedType: string) {
    super(`No codec knows the event type ${storedType}`);
  }
}

export class MalformedEvent extends Error {
  override readonly name = 'MalformedEvent';
}

/** The schema of one fact: `z.encode` writes it, `z.decode` reads it. */
export interface EventSchema<Data> {
  readonly version: number;
  readonly schema: z.ZodType<Data, Readonly<Record<string, JsonValue | undefined>>>;
  /** By older version: lifts the stored data of that version to the one after it. */
  readonly upcasts?: Readonly<Record<number, (data: JsonObject) => JsonObject>>;
}

export type EventSchemas<Event extends DomainEvent> = {
  readonly [Type in Event['type']]: EventSchema<Extract<Event, { type: Type }>['data']>;
};

/** A codec out of one schema for each member of the union: a forgotten event does not compile. */
export function defineCodec<Event extends DomainEvent>(schemas: EventSchemas<Event>): EventCodec<Event> {
  const table = new Map<string, EventSchema<object>>(Object.entries(schemas));
  return {
    storedTypes: [...table].flatMap(([type, { version }]) => range(version).map((v) => `${type}.v${v}`)),
    encode: ({ type, data }) => {
      const schema = table.get(type);
      if (!schema) throw new UnknownEventType(type);
      const encoded = attempt(type, () => z.encode(schema.schema, data));
      // Optional fields may stand there as undefined, which JSON leaves out.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return { type: `${type}.v${schema.version}`, data: encoded as JsonObject };
    },
    decode: (stored) => {
      const [type, version] = splitType(stored.type);
      const schema = table.get(type);
      if (!schema || version > schema.version) throw new UnknownEventType(stored.type);
      const decoded = {
        type,
        data: attempt(stored.type, () => z.decode(schema.schema, upcast(schema, version, stored.data))),
      };
      // The type name chose the schema, so the data are that member's.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return decoded as unknown as Event;
    },
  };
}

/** Several nouns' codecs as one; their type names must not overlap. */
export function combineCodecs<Event>(...codecs: readonly EventReader<Event>[]): EventReader<Event> {
  const byType = new Map<string, EventReader<Event>>();
  for (const codec of codecs)
    for (const type of codec.storedTypes) {
      if (byType.has(type)) throw new Error(`Two codecs know ${type}`);
      byType.set(type, codec);
    }
  return {
    storedTypes: [...byType.keys()],
    decode: (stored) => {
      const codec = byType.get(stored.type);
      if (!codec) throw new UnknownEventType(stored.type);
      return codec.decode(stored);
    },
  };
}

function splitType(storedType: string): [type: string, version: number] {
  const match = /^(\w+)\.v([1-9]\d*)$/.exec(storedType);
  if (!match?.[1]) throw new UnknownEventType(storedType);
  return [match[1], Number(match[2])];
}

function upcast(schema: EventSchema<object>, from: number, data: JsonObject): JsonObject {
  let lifted = data;
  for (let version = from; version < schema.version; version++) {
    const lift = schema.upcasts?.[version];
    if (!lift) throw new MalformedEvent(`No upcast from version ${version}`);
    lifted = lift(lifted); // Throws on data that are none of that version; `attempt` names the event.
  }
  return lifted;
}

function attempt<Result>(type: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new MalformedEvent(`${type}: ${problem}`, { cause: error });
  }
}

function range(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
