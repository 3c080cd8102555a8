import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * How inbound webhooks would be signed. The provider says "coming soon" and no more, so everything about it is
 * configuration, and what the rest of the ledger believes never depends on it (DW-21, S-16).
 */
export interface SignatureScheme {
  readonly mode: 'off' | 'observe' | 'enforce';
  readonly header: string;
  readonly algorithm: 'sha256' | 'sha512';
  /** More than one while a secret is being replaced. */
  readonly secrets: readonly string[];
  /** With it, what is signed is `<timestamp>.<body>`, and the timestamp (Unix seconds) has to be near. */
  readonly timestampHeader: string | undefined;
}

export type SignatureFinding = 'not-checked' | 'valid' | 'missing' | 'invalid';

export interface Signed {
  /** As they came. A body that was read and written again is another body. */
  readonly bytes: Buffer;
  readonly signature: string | undefined;
  readonly timestamp: string | undefined;
  readonly now: Date;
}

/** How far the sender's clock may be from ours (S-16). */
const tolerance_seconds = 300;

/** `sha256=…`, `v1=…`, `v1,…` or the bare digest. */
const prefix = /^[a-z0-9]{1,10}[=,](?=.)/i;

export function checkSignature(scheme: SignatureScheme, signed: Signed): SignatureFinding {
  if (scheme.mode === 'off') return 'not-checked';
  const { signature, timestamp } = signed;
  if (signature === undefined || signature === '') return 'missing';
  if (scheme.timestampHeader !== undefined && !isNear(timestamp, signed.now)) return 'invalid';
  const given = digestIn(signature);
  const prelude = scheme.timestampHeader === undefined ? '' : `${timestamp}.`;
  let valid = false;
  for (const secret of scheme.secrets) {
    const expected = createHmac(scheme.algorithm, secret).update(prelude).update(signed.bytes).digest();
    const equal = given.map((digest) => digest.length === expected.length && timingSafeEqual(digest, expected));
    valid = equal.includes(true) || valid;
  }
  return valid ? 'valid' : 'invalid';
}

/** As hexadecimal and as base64: which of them it will be is not documented. */
function digestIn(signature: string): Buffer[] {
  const texts = [signature, signature.replace(prefix, '')].map((text) => text.trim());
  return texts.flatMap((text) => [
    ...(/^(?:[0-9a-f]{2})+$/i.test(text) ? [Buffer.from(text, 'hex')] : []),
    ...(/^[A-Za-z0-9+/]+={0,2}$/.test(text) ? [Buffer.from(text, 'base64')] : []),
  ]);
}

function isNear(timestamp: string | undefined, now: Date): boolean {
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(now.getTime() / 1_000 - Number(timestamp)) <= tolerance_seconds;
}
