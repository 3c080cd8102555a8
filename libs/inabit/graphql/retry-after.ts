const seconds_max = 86_400;

/** `Retry-After` in seconds, at most a day; a date counts from the answer's own `Date`, so clocks need not agree. */
export function retryAfterSeconds(headers: Headers): { readonly retryAfterSeconds?: number } {
  const value = headers.get('retry-after')?.trim() ?? '';
  const seconds = /^\d{1,9}$/.test(value) ? Number(value) : secondsUntil(value, headers.get('date') ?? '');
  if (!Number.isFinite(seconds)) return {};
  return { retryAfterSeconds: Math.min(Math.max(seconds, 0), seconds_max) };
}

function secondsUntil(date: string, from: string): number {
  return Math.ceil((Date.parse(date) - Date.parse(from)) / 1_000);
}
