import { createHash, timingSafeEqual } from 'node:crypto';
import { status, type Metadata } from '@grpc/grpc-js';
import { GrpcError } from './grpc-error.js';

/** User names and their passwords. */
export type Users = Readonly<Record<string, string>>;

/**
 * A check of a call's basic credentials. Without users everybody may do everything.
 * @throws GrpcError UNAUTHENTICATED, which the client reports as access denied.
 */
export function authenticator(users: Users | undefined): (metadata: Metadata) => void {
  if (users === undefined) return () => undefined;
  const accepted = Object.entries(users).map(([name, password]) => digest(`${name}:${password}`));
  return (metadata) => {
    const [header = ''] = metadata.get('authorization').map(String);
    const given = digest(Buffer.from(header.replace(/^Basic /i, ''), 'base64').toString());
    if (!accepted.some((one) => timingSafeEqual(one, given)))
      throw new GrpcError(status.UNAUTHENTICATED, 'The user name or the password is wrong or missing');
  };
}

function digest(credentials: string): Buffer {
  return createHash('sha256').update(credentials).digest();
}
