import { isLosslessNumber, LosslessNumber, parse, stringify } from 'lossless-json';

/** What a stream's metadata say about which of its events can be read. */
export interface Retention {
  /** Only the last so many. */
  readonly maxCount?: number;
  /** Only those of the last so many milliseconds. */
  readonly maxAgeMs?: number;
  /** Only those from this revision on. */
  readonly truncateBefore?: number;
}

export const metadataEventType = '$metadata';
export const noRetention: Retention = {};

/** A metadata stream keeps its last event. */
export const metadataStreamRetention: Retention = { maxCount: 1 };

/** `$tb` of a soft-deleted stream: the largest 64-bit number. */
const deletedText = '9223372036854775807';
const deleted = Number(deletedText);

/** The metadata that soft-delete a stream. They replace what was there, as on the real server. */
export const deletionMetadata = `{"$tb":${deletedText}}`;

export function metadataStreamOf(streamName: string): string {
  return `$$${streamName}`;
}

export function isMetadataStream(streamName: string): boolean {
  return streamName.startsWith('$$');
}

/** The stream that a metadata stream describes. */
export function describedStreamOf(metadataStream: string): string {
  return metadataStream.slice(2);
}

/** Reads the data of a `$metadata` event; what is not a JSON object or not a whole number restricts nothing. */
export function parseRetention(json: string): Retention {
  const metadata = parseObject(json);
  const maxCount = wholeNumber(metadata['$maxCount']);
  const maxAgeSeconds = wholeNumber(metadata['$maxAge']);
  const truncateBefore = wholeNumber(metadata['$tb']);
  return {
    ...(maxCount === undefined ? {} : { maxCount }),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeMs: maxAgeSeconds * 1_000 }),
    ...(truncateBefore === undefined ? {} : { truncateBefore }),
  };
}

export function isSoftDeleted({ truncateBefore }: Retention): boolean {
  return truncateBefore !== undefined && truncateBefore >= deleted;
}

/** The same metadata with another `$tb`: what makes a soft-deleted stream readable from a revision on. */
export function withTruncateBefore(json: string, revision: number): string {
  return stringify({ ...parseObject(json), $tb: new LosslessNumber(String(revision)) }) ?? '{}';
}

/** The first revision that `$tb` and `$maxCount` leave, given the stream's last one. */
export function firstKeptRevision({ truncateBefore = 0, maxCount }: Retention, lastRevision: number): number {
  return Math.max(truncateBefore, maxCount === undefined ? 0 : lastRevision - maxCount + 1);
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
  try {
    const value = parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

function wholeNumber(value: unknown): number | undefined {
  if (!isLosslessNumber(value)) return undefined;
  const number = Number(value.toString());
  return number >= 0 && Math.floor(number) === number ? number : undefined;
}
