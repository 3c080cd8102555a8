import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const claimsSchema = z.object({
  /** The user. The documentation points API clients to this claim for the id of who is logged in. */
  id: z.string(),
  kind: z.enum(['login', 'access']),
  epoch: z.int(),
  jti: z.string(),
  /** Seconds since 1970. */
  iat: z.int(),
  exp: z.int(),
});

export type Claims = z.infer<typeof claimsSchema>;

const header = encode({ alg: 'HS256', typ: 'JWT' });

/** A JWT signed with HMAC-SHA256. */
export function signJwt(claims: Claims, secret: string): string {
  const content = `${header}.${encode(claims)}`;
  return `${content}.${signature(content, secret)}`;
}

/** The claims of a token that this secret signed, expired or not; undefined for any other text. */
export function readJwt(token: string, secret: string): Claims | undefined {
  const [head = '', payload = '', signed = '', ...rest] = token.split('.');
  if (head !== header || rest.length > 0 || !isEqual(signed, signature(`${head}.${payload}`, secret))) return undefined;
  return claimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
}

function signature(content: string, secret: string): string {
  return createHmac('sha256', secret).update(content).digest('base64url');
}

function isEqual(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
