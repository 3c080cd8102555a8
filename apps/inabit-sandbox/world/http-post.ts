/** What came back from a POST; `status` 0 when nothing did. */
export interface PostAnswer {
  readonly status: number;
  readonly text: string;
}

/** Sends JSON and never throws: what went wrong is in the answer's text. */
export async function post(
  url: string,
  body: string,
  { headers = {}, signal }: { headers?: Readonly<Record<string, string>>; signal: AbortSignal },
): Promise<PostAnswer> {
  try {
    const init = { method: 'POST', body, signal, headers: { 'content-type': 'application/json', ...headers } };
    const response = await fetch(url, { ...init, redirect: 'manual' });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: 0, text: reasonOf(error) };
  }
}

export function isSuccess({ status }: PostAnswer): boolean {
  return status >= 200 && status < 300;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
