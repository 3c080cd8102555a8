import { createInabitReader } from '#libs/inabit/create-inabit-reader.js';
import type { InabitReader } from '#libs/inabit/inabit-reader.js';
import type { Clock } from '#libs/platform/clock.js';
import type { InabitConfig } from '#libs/platform/inabit.config.js';
import { messageLog, type Log } from '#libs/platform/logging.js';

/** The provider as it is configured, to look at only. @throws InabitConfigError */
export function providerReader(config: InabitConfig, clock: Clock, log: Log): InabitReader {
  const { url, loginToken = '', loginTokenFile: tokenFile, organizationId } = config;
  return createInabitReader({ url, loginToken, tokenFile, organizationId, clock, log: messageLog(log) });
}
