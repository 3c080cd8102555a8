/** A call that did not answer as the demo needs it. */
class DemoCallFailed extends Error {
  override readonly name = 'DemoCallFailed';
}

/** JSON over HTTP. @throws DemoCallFailed for anything but a 2xx */
export async function callJson<Answer>(
  url: string,
  { method = 'GET', body, headers = {} }: { method?: string; body?: object; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(15_000),
  });
  const text = await response.text();
  if (!response.ok) throw new DemoCallFailed(`${method} ${url} answered ${response.status}: ${text.slice(0, 300)}`);
  // The demo talks to this checkout's own servers; their answers are tested elsewhere.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(text) as Answer;
}
