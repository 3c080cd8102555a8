import type { ExpectedRevision } from './append.rules.js';

interface NamedExpectations {
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
}

/** The requests name it alike, but for the revision itself. */
export function decodeExpected(options: NamedExpectations, revision: string): ExpectedRevision {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no-stream';
  return options.hasStreamExists() ? 'stream-exists' : Number(revision);
}

const versions = { any: -2, 'no-stream': -1, 'stream-exists': -4 } as const;

/** As error metadata give it. */
export function expectedVersionText(expected: ExpectedRevision): string {
  return String(typeof expected === 'number' ? expected : versions[expected]);
}
