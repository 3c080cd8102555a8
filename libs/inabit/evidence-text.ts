import type { Evidence } from './evidence.js';

/** Evidence as one line of a fact: what was seen, and the hash of the kept answer (INV-I3). */
export function evidenceText({ observation, httpStatus, responseSha256, at }: Evidence): string {
  const parts = [observation, httpStatus && `http ${httpStatus}`, responseSha256 && `sha256:${responseSha256}`];
  return [...parts.filter(Boolean), at.toISOString()].join(' ');
}
