import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { readInput } from '../support/read-input.js';
import { Refused } from '../support/run-command.js';
import { writeWhole } from './output-file.js';

const position = z.string().regex(/^\d+$/);

/** Says what a file is and what its bytes are. It has no time of its own: the same export gives the same manifest. */
const manifest = z.object({
  format_version: z.literal(1),
  software: z.string(),
  dataset: z.string(),
  format: z.string(),
  /** As they were given. */
  arguments: z.record(z.string(), z.string()),
  /** What they mean: events after `after_position`, up to and with `to_position`. */
  after_position: position,
  to_position: position,
  /** When the last ledger entry up to there was recorded. */
  last_event_at: z.iso.datetime().nullable(),
  columns: z.array(z.object({ name: z.string(), kind: z.string() })),
  rows: z.int(),
  files: z.array(
    z.object({ name: z.string().refine((name) => path.basename(name) === name), bytes: z.int(), sha256: z.string() }),
  ),
});

export type Manifest = z.infer<typeof manifest>;

export function manifestPath(file: string): string {
  return `${file}.manifest.json`;
}

export async function writeManifest(file: string, content: Manifest): Promise<void> {
  await writeWhole(file, (output) => output.write(Buffer.from(`${JSON.stringify(content, undefined, 2)}\n`)));
}

export interface CheckedFile {
  readonly file: string;
  readonly verdict: 'ok' | 'missing' | 'broken';
}

/** Hashes the files beside a manifest again. @throws Refused when it is no manifest. */
export async function verifyManifest(file: string): Promise<CheckedFile[]> {
  const { files } = readManifest(file, await readInput(file));
  const checked: CheckedFile[] = [];
  for (const { name, bytes, sha256 } of files) {
    const found = await hashFile(path.join(path.dirname(file), name));
    const isSame = found?.bytes === bytes && found.sha256 === sha256;
    checked.push({ file: name, verdict: found ? (isSame ? 'ok' : 'broken') : 'missing' });
  }
  return checked;
}

function readManifest(file: string, text: string): z.output<typeof manifest> {
  try {
    return manifest.parse(JSON.parse(text));
  } catch {
    throw new Refused(`${file} is no manifest of an export`);
  }
}

async function hashFile(file: string): Promise<{ readonly bytes: number; readonly sha256: string } | undefined> {
  const hash = createHash('sha256');
  const stream = createReadStream(file);
  try {
    await pipeline(stream, hash);
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return { bytes: stream.bytesRead, sha256: hash.digest('hex') };
}
