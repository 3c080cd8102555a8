import type { InabitReader } from './inabit-reader.js';
import { connectPlatform, type InabitConnectionOptions } from './platform-connection.js';
import { PlatformReader } from './platform-reader.js';

/** For processes that only look: nothing from here reaches the side that moves money. @throws InabitConfigError */
export function createInabitReader(options: InabitConnectionOptions): InabitReader {
  const { session, directory } = connectPlatform(options);
  return new PlatformReader(session, directory, options.organizationId, options.clock);
}
