import type { EventStreams } from '#libs/event-streams/event-streams.js';

type Append = EventStreams['append'];

/** Streams that append in another way. */
export function appendingBy(streams: EventStreams, append: (...args: Parameters<Append>) => ReturnType<Append>) {
  return new Proxy(streams, {
    get: (target, name) => {
      const member: unknown = name === 'append' ? append : Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

/** Something happens before a fact of this type is appended, the first time. */
export function before(type: string, streams: EventStreams, happen: () => Promise<void>): EventStreams {
  let isFirst = true;
  return appendingBy(streams, async (streamName, expected, events) => {
    if (isFirst && events.some((event) => event.type.startsWith(`${type}.`))) {
      isFirst = false;
      await happen();
    }
    return streams.append(streamName, expected, events);
  });
}

/** Something that one waits for and another gives. */
export function signal(): { readonly given: Promise<void>; readonly give: () => void } {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give: () => give() };
}

/** For processes that have all decided before any of them appends. */
export function meeting(processes: number): () => Promise<void> {
  const all = signal();
  let there = 0;
  return () => {
    if (++there >= processes) all.give();
    return all.given;
  };
}
