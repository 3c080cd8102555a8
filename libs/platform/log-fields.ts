/**
 * Every field that may stand in a log line; a field that is not in this list is left out (S-37). Nothing here may ever
 * hold a secret, a request body, a whole URL with a query, or personal data.
 */
const logFieldNames = [
  // Where and when
  'address',
  'attempt',
  'batch',
  'caughtUp',
  'checkpoint',
  'context',
  'count',
  'durationMs',
  'environment',
  'folder',
  'head',
  'host',
  'lag',
  'limit',
  'pid',
  'port',
  'position',
  'revision',
  'signal',
  'waitMs',
  // What
  'asset',
  'chain',
  'amount',
  'command',
  'day',
  'eventId',
  'eventType',
  'from',
  'kind',
  'mode',
  'projection',
  'reactor',
  'scenario',
  'state',
  'timeZone',
  'status',
  'stream',
  'table',
  'to',
  'version',
  // Whose
  'accountId',
  'correlationId',
  'holdId',
  'keyId',
  'operatorId',
  'organizationId',
  'payoutId',
  'providerId',
  'reference',
  'requestId',
  'swapId',
  'transferId',
  'txHash',
  'walletId',
  // HTTP and the provider
  'httpStatus',
  'method',
  'operation',
  'outcome',
  'route',
  'verdict',
  // Why
  'code',
  'detail',
  'problem',
  'reason',
] as const;

export type LogFieldName = (typeof logFieldNames)[number];
export type LogValue = string | number | bigint | boolean | null | undefined;

/** `error` takes whatever was thrown; its name, message, code and stack are logged, without secrets. */
export type LogFields = { readonly [Name in LogFieldName]?: LogValue } & { readonly error?: unknown };

const allowed: ReadonlySet<string> = new Set(logFieldNames);

/** The same rule at run time, for fields that came in past the compiler. */
export function isLogField(name: string, value: unknown): boolean {
  return allowed.has(name) && (value === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof value));
}
