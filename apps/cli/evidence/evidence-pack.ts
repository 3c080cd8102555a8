import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { StoredEvent } from '#libs/event-streams/event-streams.js';
import type { Trace } from '#libs/trace/trace.js';
import { Refused } from '../support/run-command.js';
import { traceText } from '../trace/trace.lines.js';

export const eventsFile = 'events.jsonl';
const traceFile = 'trace.txt';
export const manifestFile = 'manifest.json';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const manifestSchema = z.strictObject({
  format: z.literal(1),
  resource: z.string(),
  id: z.string(),
  files: z.array(
    z.strictObject({ name: z.string().regex(/^[\w-]+\.\w+$/), bytes: z.int().nonnegative(), sha256: digest }),
  ),
  /** Of the whole; see `wholeDigest`. */
  sha256: digest,
});

export type Manifest = z.infer<typeof manifestSchema>;

/**
 * Writes what proves a chain: every event as it stands in the log, the timeline for people, and a manifest. The same
 * chain always gives the same bytes, so that two packs can be compared by one number. Readable by its owner only.
 */
export function writePack(directory: string, trace: Trace): Manifest {
  const contents = {
    [eventsFile]: trace.events.map(({ stored }) => `${eventLine(stored)}\n`).join(''),
    [traceFile]: `${traceText(trace)}\n`,
  };
  const files = Object.entries(contents).map(([name, text]) => ({
    name,
    bytes: Buffer.byteLength(text),
    sha256: sha256(text),
  }));
  const about = { format: 1, resource: trace.resource, id: trace.resourceId, files } as const;
  const manifest: Manifest = { ...about, sha256: wholeDigest(about) };
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  const all = { ...contents, [manifestFile]: `${JSON.stringify(manifest, undefined, 2)}\n` };
  for (const [name, text] of Object.entries(all))
    fs.writeFileSync(path.join(directory, name), text, { mode: 0o600, flag: 'wx' });
  return manifest;
}

/** An event as it stands in the log: the ledger writes data and metadata as exactly this JSON. */
export function eventLine({
  streamName,
  revision,
  position,
  recordedAt,
  id,
  type,
  data,
  metadata,
}: StoredEvent): string {
  return JSON.stringify({
    stream: streamName,
    revision: revision.toString(),
    position: { commit: position.commit.toString(), prepare: position.prepare.toString() },
    recordedAt: recordedAt.toISOString(),
    id,
    type,
    metadata,
    data,
  });
}

export interface CheckedPack {
  readonly manifest: Manifest;
  /** What differs, one sentence each; none when all is as it was written. */
  readonly differences: readonly string[];
}

/** @throws Refused when the manifest is none of ours. */
export function checkPack(directory: string): CheckedPack {
  const text = fs.readFileSync(path.join(directory, manifestFile), 'utf8');
  const manifest = manifestOf(text);
  const named = new Set([manifestFile, ...manifest.files.map(({ name }) => name)]);
  const strangers = fs.readdirSync(directory).filter((name) => !named.has(name));
  const isWhole = wholeDigest(manifest) === manifest.sha256;
  return {
    manifest,
    differences: [
      ...manifest.files.flatMap((file) => differenceOf(directory, file)),
      ...strangers.map((name) => `${name} does not belong to it`),
      ...(isWhole ? [] : [`${manifestFile} differs: the digest of the whole is another`]),
    ],
  };
}

function manifestOf(text: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    throw new Refused(`${manifestFile} is none that this ledger wrote`);
  }
}

function differenceOf(directory: string, { name, sha256: expected }: Manifest['files'][number]): readonly string[] {
  const file = path.join(directory, name);
  if (!fs.existsSync(file)) return [`${name} is missing`];
  return sha256(fs.readFileSync(file)) === expected ? [] : [`${name} differs`];
}

/** SHA-256 of `resource id`, then one `sha256 bytes name` for each file, each line ended by a line feed. */
function wholeDigest({ resource, id, files }: Pick<Manifest, 'resource' | 'id' | 'files'>): string {
  const lines = files.map((file) => `${file.sha256} ${file.bytes} ${file.name}\n`);
  return sha256(`${resource} ${id}\n${lines.join('')}`);
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
