import { subscribe } from 'node:diagnostics_channel';
import { errorField } from '../error-field.js';

/**
 * Errors of connections that never came about: DNS, refusal, a TLS handshake that failed. `fetch` writes a request only
 * to a finished connection, so such a request has certainly not been sent. The same error codes later in a
 * connection's life would prove nothing, hence identities and no list of codes.
 */
const connectFailures = new WeakSet<object>();

subscribe('undici:client:connectError', (message) => {
  if (isObject(message) && 'error' in message && isObject(message.error)) connectFailures.add(message.error);
});

/** Whether this error of `fetch` means that no connection came about. Other HTTP stacks always answer no. */
export function neverConnected(error: unknown): boolean {
  const cause = errorField(error, 'cause');
  return [error, cause].some((each) => isObject(each) && connectFailures.has(each));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
