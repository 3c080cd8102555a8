import { sha256 } from '@noble/hashes/sha2.js';
import { base58, createBase58check } from '@scure/base';
import { orUndefined } from './address-check.js';

const base58check = createBase58check(sha256);
const payloadBytes = 21;
const checksumBytes = 4;

/** A version byte with a 20-byte hash, as Bitcoin and Tron write it. */
export type Base58Address =
  | { readonly status: 'valid'; readonly version: number; readonly hash: Uint8Array }
  | { readonly status: 'bad-checksum'; readonly version: number }
  | { readonly status: 'unreadable' };

export function readBase58Address(text: string): Base58Address {
  const bytes = text.length <= 35 ? orUndefined(() => base58.decode(text)) : undefined;
  const version = bytes?.[0];
  if (bytes?.length !== payloadBytes + checksumBytes || version === undefined) return { status: 'unreadable' };
  const payload = orUndefined(() => base58check.decode(text));
  return payload ? { status: 'valid', version, hash: payload.slice(1) } : { status: 'bad-checksum', version };
}
