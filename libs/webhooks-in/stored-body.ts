import { createHash } from 'node:crypto';
import type { StoredBody } from './webhook.events.js';

/** Of a larger body only this much is kept (S-21); the provider's are some hundred bytes. */
const kept_bytes_max = 256 * 1024;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @param complete Whether `bytes` is all that was sent. */
export function storedBody(bytes: Buffer, complete: boolean): StoredBody {
  const kept = bytes.subarray(0, kept_bytes_max);
  return {
    ...asText(kept),
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    truncated: !complete || kept.length < bytes.length,
  };
}

/** The bytes again, exactly. */
export function bytesOf({ text, encoding }: StoredBody): Buffer {
  return Buffer.from(text, encoding);
}

/** As base64 where the bytes are no text, or text that JSON would blow up beyond it: control characters, for one. */
function asText(bytes: Buffer): Pick<StoredBody, 'text' | 'encoding'> {
  const text = decoded(bytes);
  const isPlain = text !== undefined && Buffer.byteLength(JSON.stringify(text)) <= 2 + (4 / 3) * bytes.length + 64;
  return isPlain ? { text, encoding: 'utf8' } : { text: bytes.toString('base64'), encoding: 'base64' };
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}
