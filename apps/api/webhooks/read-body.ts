import type { Readable } from 'node:stream';

/** More is not read; what was read counts as all there is (F5.7). */
const read_bytes_max = 1024 * 1024;

export interface ReceivedBody {
  readonly bytes: Buffer;
  readonly complete: boolean;
}

/** Whatever was sent, as bytes. @throws when the sender goes away before its end. */
export async function readBody(payload: Readable): Promise<ReceivedBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const finish = (complete: boolean): void => resolve({ bytes: Buffer.concat(chunks), complete });
    payload.on('data', (chunk: Buffer) => {
      if (size <= read_bytes_max) chunks.push(chunk.subarray(0, read_bytes_max - size));
      size += chunk.length;
      if (size > read_bytes_max) finish(false);
    });
    payload.once('end', () => finish(size <= read_bytes_max));
    payload.once('error', reject);
    payload.once('close', () => reject(new Error('The sender went away')));
  });
}
