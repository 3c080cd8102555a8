/**
 * Codes of the network, and of Postgres: shutting down, starting, too many connections, cancelled, and no such table:
 * the projector makes them when it starts for the first time.
 */
const codes: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '42P01',
]);
const connectionException = /^08...$/;
/** The driver throws these without a code. */
const messages = /^(?:timeout exceeded when trying to connect|Connection terminated)/;

/** Whether an error says that the read store is away, rather than that our statement is wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isDatabaseUnavailable);
  const code = 'code' in error ? error.code : undefined;
  const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
  return codes.has(code) || (typeof code === 'string' && connectionException.test(code)) || messages.test(message);
}
