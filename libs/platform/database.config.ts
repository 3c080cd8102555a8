import { z } from 'zod';
import type { ConfigPart } from './config.js';

export interface DatabaseConfig {
  /** `postgres://user:password@host:5432/database`. */
  readonly url: string;
}

export const databaseConfig: ConfigPart<DatabaseConfig> = {
  settings: {
    url: {
      name: 'DATABASE_URL',
      expected: 'a URL postgres://user:password@host:port/database',
      schema: z.url({ protocol: /^postgres(ql)?$/ }),
    },
  },
};
