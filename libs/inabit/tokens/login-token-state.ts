const day_ms = 24 * 60 * 60_000;
const expiry_alert_ms = 7 * day_ms;

/** `unknown`: the token does not tell. */
type LoginTokenStatus = 'valid' | 'expires-soon' | 'expired' | 'unknown';

/** The login token in use, without the token (OP-09). */
export interface LoginTokenState {
  readonly status: LoginTokenStatus;
  readonly expiresAt: Date | undefined;
}

export function loginTokenState(expiresAt: Date | undefined, now: Date): LoginTokenState {
  if (!expiresAt) return { status: 'unknown', expiresAt };
  const left = expiresAt.getTime() - now.getTime();
  if (left <= 0) return { status: 'expired', expiresAt };
  return { status: left < expiry_alert_ms ? 'expires-soon' : 'valid', expiresAt };
}
