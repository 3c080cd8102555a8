/**
 * A field of whatever was thrown. By shape and not by `instanceof Error`: errors of Node's own modules may come from
 * another realm, as they do under test runners.
 */
export function errorField(error: unknown, field: 'cause' | 'code' | 'name'): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  return (error as Partial<Record<typeof field, unknown>>)[field];
}
