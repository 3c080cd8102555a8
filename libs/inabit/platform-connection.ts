import type { Clock } from '#libs/platform/clock.js';
import { AssetDirectory } from './asset-directory.js';
import type { HttpBounds } from './graphql/bounded-request.js';
import { GraphqlClient } from './graphql/graphql-client.js';
import type { InabitLog } from './inabit-log.js';
import { InabitConfigError } from './inabit.errors.js';
import { PlatformSession } from './platform-session.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { isBearerToken } from './tokens/jwt.js';
import { LoginTokens } from './tokens/login-tokens.js';
import { TokenFile } from './tokens/token-file.js';

export interface InabitConnectionOptions {
  /** The Platform's GraphQL endpoint; without credentials in it. */
  readonly url: string;
  readonly loginToken: string;
  /** Where rotated login tokens are kept; without it they are not rotated and a person has to, every 30 days. */
  readonly tokenFile?: string | undefined;
  readonly organizationId: string;
  readonly clock: Clock;
  readonly log: InabitLog;
  /** Of one whole exchange; 10 s unless told. */
  readonly requestTimeoutMs?: number;
  /** 1 MB unless told. */
  readonly responseBytesMax?: number;
}

const bounds_default: HttpBounds = { requestTimeoutMs: 10_000, responseBytesMax: 1_000_000 };

/** What both sides of the gateway share. @throws InabitConfigError */
export function connectPlatform(options: InabitConnectionOptions): {
  session: PlatformSession;
  directory: AssetDirectory;
  logins: LoginTokens;
} {
  const { url, clock, log, tokenFile } = options;
  refuseUnusable(options);
  const bounds = {
    requestTimeoutMs: options.requestTimeoutMs ?? bounds_default.requestTimeoutMs,
    responseBytesMax: options.responseBytesMax ?? bounds_default.responseBytesMax,
  };
  const client = new GraphqlClient(url, bounds);
  const source = {
    configured: options.loginToken.trim(),
    file: tokenFile === undefined ? undefined : new TokenFile(tokenFile),
  };
  const logins = new LoginTokens(source, client, clock, log);
  const session = new PlatformSession(client, new AccessTokens(logins, client, clock));
  return { session, directory: new AssetDirectory(session, clock), logins };
}

function refuseUnusable({ url, loginToken }: InabitConnectionOptions): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol))
    throw new InabitConfigError('The URL of inabit is not an HTTP URL');
  if (parsed.username !== '' || parsed.password !== '')
    throw new InabitConfigError('The URL of inabit holds credentials');
  if (!isBearerToken(loginToken.trim())) throw new InabitConfigError('The inabit login token is not usable');
}
