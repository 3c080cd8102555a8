import { z } from 'zod';

const claims = z.looseObject({ exp: z.number().int().positive() });

/**
 * When a JWT says it expires; undefined when it does not say, or is no JWT. The signature is not checked: we hold these
 * tokens, inabit checks them.
 */
export function jwtExpiry(token: string): Date | undefined {
  const payload = token.split('.')[1];
  const parsed = claims.safeParse(payload === undefined ? undefined : tryDecode(payload));
  return parsed.success ? new Date(parsed.data.exp * 1_000) : undefined;
}

/** Whether a text can stand in an `Authorization` header: visible ASCII, no spaces. */
export function isBearerToken(text: string): boolean {
  return /^[\x21-\x7e]{1,8192}$/.test(text);
}

function tryDecode(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
