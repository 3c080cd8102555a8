import type { IncomingHttpHeaders } from 'node:http';

const acceptable = /^[A-Za-z0-9][A-Za-z0-9._:-]{7,63}$/;
const traceparentFormat = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's `x-request-id` where it is harmless in a log and a header, else a new one (API-30). */
export function requestIdOf(headers: IncomingHttpHeaders, uuid: () => string): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && acceptable.test(given) ? given : `req_${uuid().replaceAll('-', '')}`;
}

/** The W3C trace context of a request, if it has a valid one. */
export function traceparentOf(headers: IncomingHttpHeaders): string | undefined {
  const { traceparent } = headers;
  return typeof traceparent === 'string' && traceparentFormat.test(traceparent) ? traceparent : undefined;
}
