import type { Clock } from '#libs/platform/clock.js';

export const minute_ms = 60_000;
export const day_ms = 24 * 60 * minute_ms;

/** A JWT that nobody signed; `name` makes it recognisable. */
export function jwt(name: string, clock: Clock, livesMs: number): string {
  const exp = Math.floor((clock.now().getTime() + livesMs) / 1_000);
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ id: name, exp })}.${part({ signature: name })}`;
}

/** The name that a token made by `jwt` carries. */
export function nameOf(token: string): string {
  const { id }: { id: string } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return id;
}

function part(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}
