import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether the text is one of the secrets, in a time that tells nothing about which, or where they differ (S-15). */
export function isOneOf(secrets: readonly string[], given: string): boolean {
  const digest = digestOf(given);
  let found = false;
  for (const secret of secrets) found = timingSafeEqual(digestOf(secret), digest) || found;
  return found;
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
