import type { EventIndex } from './event-index.js';

/** Which events of the log a reader wants: by the name of their stream or by their type. */
export interface EventFilter {
  readonly on: 'stream-name' | 'event-type';
  /** Any of these at the start, ordinal; or the regular expression. */
  readonly match: readonly string[] | RegExp;
}

/** A test for events by their number. */
export function compileFilter(index: EventIndex, filter: EventFilter | undefined): (event: number) => boolean {
  if (filter === undefined) return () => true;
  const matches = textTest(filter.match);
  if (filter.on === 'stream-name') return (event) => matches(index.streamNameOf(event));
  return (event) => matches(index.typeOf(event));
}

function textTest(match: readonly string[] | RegExp): (text: string) => boolean {
  if (match instanceof RegExp) return (text) => match.test(text);
  const [only] = match;
  if (match.length === 1 && only !== undefined) return (text) => text.startsWith(only);
  return (text) => match.some((prefix) => text.startsWith(prefix));
}
