import { readdirSync, readFileSync } from 'node:fs';
import type { EncodedEvent, EventCodec } from '#libs/decider/codec.js';
import type { JsonObject } from '#libs/decider/json.js';

const folder = new URL('./golden/', import.meta.url);

/**
 * An event as it stands in some log, in `golden/<stored type>[.<variant>].json`. Once there it stays there for ever: logs
 * hold such events, so every later version of this program has to read them.
 */
export interface GoldenEvent extends EncodedEvent {
  readonly file: string;
  /** Of a version that is no longer written: how the same fact is written today. */
  readonly today?: EncodedEvent;
}

/** One noun's stored events. */
export interface StoredNoun {
  readonly storedTypes: readonly string[];
  /** Reads an event and writes it again. @throws UnknownEventType, MalformedEvent */
  readonly rewrite: (event: EncodedEvent) => EncodedEvent;
  /** One event of each type as it is written today. */
  readonly examples: readonly EncodedEvent[];
}

export function storedNoun<Event>(codec: EventCodec<Event>, facts: Readonly<Record<string, Event>>): StoredNoun {
  const encode = (fact: Event) => asStored(codec.encode(fact));
  return {
    storedTypes: codec.storedTypes,
    rewrite: (event) => encode(codec.decode(event)),
    examples: Object.values(facts).map(encode),
  };
}

export function readGoldenEvents(): readonly GoldenEvent[] {
  return readdirSync(folder)
    .sort()
    .map((file) => ({ file, ...(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as EncodedEvent) }));
}

/** Stored types without a golden event, each with what to do about it. */
export function missing(nouns: readonly StoredNoun[], golden: readonly EncodedEvent[]): readonly string[] {
  const there = new Set(golden.map(({ type }) => type));
  return nouns.flatMap(({ storedTypes, examples }) =>
    storedTypes.filter((type) => !there.has(type)).map((type) => howToAdd(type, examples)),
  );
}

/** What is wrong with a golden event, or undefined. */
export function problemOf(nouns: readonly StoredNoun[], { file, type, data, today }: GoldenEvent): string | undefined {
  if (file !== `${type}.json` && !file.startsWith(`${type}.`)) return `${file} holds a ${type}`;
  const noun = nouns.find(({ storedTypes }) => storedTypes.includes(type));
  if (!noun) return `${file}: no codec reads ${type} any more, but logs hold it`;
  const rewritten = text(noun.rewrite({ type, data }));
  const expected = text(today ?? { type, data });
  if (rewritten === expected) return undefined;
  return `${file}: this fact was ${expected}\nand is now ${rewritten}\n${ifItIsNewer(type)}`;
}

function howToAdd(type: string, examples: readonly EncodedEvent[]): string {
  const example = examples.find((event) => event.type === type);
  if (example) return `Save this as test/wire/golden/${type}.json:\n${JSON.stringify(example, undefined, 2)}\n`;
  return `${type}: its golden file was lost. Get test/wire/golden/${type}.json back out of the history.`;
}

function ifItIsNewer(type: string): string {
  return `If ${type} has become another version: keep the file, bump the version in the codec, add an upcast, and add
"today": {"type": …, "data": …} to the file, with what the same fact is now. Never change "data".`;
}

/** What JSON leaves of it. */
function asStored({ type, data }: EncodedEvent): EncodedEvent {
  return { type, data: JSON.parse(JSON.stringify(data)) as JsonObject };
}

function text({ type, data }: EncodedEvent): string {
  return JSON.stringify({ type, data }, sortKeys, 2);
}

function sortKeys(_: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}
