import type { Networks } from '#libs/chains/networks.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import type { ApiKey } from '#libs/platform/api.config.js';
import type { Clock } from '#libs/platform/clock.js';
import type { Ids } from '#libs/platform/ids.js';
import type { WebhookConfig } from '#libs/platform/webhook.config.js';
import type { Log } from '#libs/platform/logging.js';
import type { Database } from '#libs/read-store/database.js';

/** What the public API is made of. Nothing in it can reach the provider. */
export interface ApiParts {
  readonly streams: EventStreams;
  readonly database: Database;
  readonly keys: readonly ApiKey[];
  /** How the provider's webhooks come in. */
  readonly webhooks: WebhookConfig;
  readonly environment: 'test' | 'live';
  /** Whether operators are to be onboarded before their money moves; in `live` they are in any case. */
  readonly onboardingRequired: boolean;
  /** On others nothing is paid (IN-28). */
  readonly networks: Networks;
  /** Where the documentation is served, in front of `/errors#…`: `/docs`, or a whole URL. */
  readonly docsUrl: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}
