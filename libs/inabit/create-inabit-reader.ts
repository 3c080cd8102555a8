import type { InabitReader } from './inabit-reader.js';
import { connectPlatform, type InabitConnectionOptions } from './platform-connection.js';
import type { LoginTokenState } from './tokens/login-token-state.js';
import { PlatformReader } from './platform-reader.js';

interface WatchedReader {
  readonly reader: InabitReader;
  readonly loginToken: () => LoginTokenState;
}

/** For processes that only look: nothing from here reaches the side that moves money. @throws InabitConfigError */
export function createInabitReader(options: InabitConnectionOptions): InabitReader {
  return createWatchedReader(options).reader;
}

/** With what its login token is like, for health checks (OP-09). @throws InabitConfigError */
export function createWatchedReader(options: InabitConnectionOptions): WatchedReader {
  const { session, directory, logins } = connectPlatform(options);
  const reader = new PlatformReader(session, directory, options.organizationId, options.clock);
  return { reader, loginToken: () => logins.state() };
}
