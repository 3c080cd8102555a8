import type { Caller } from './api-keys.js';

/** Whose things a caller sees where the platform sees all; undefined for everybody's (S-09). */
export function visibleTo({ role, operatorId }: Pick<Caller, 'role' | 'operatorId'>): string | undefined {
  return role === 'platform' ? undefined : operatorId;
}
