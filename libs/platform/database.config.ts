import { z } from 'zod';
import { required } from './config.variables.js';

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });

/** `{ url }` of Postgres. */
export const databaseConfig = z
  .object({ DATABASE_URL: required('a URL postgres://user:password@host:port/database', postgresUrl) })
  .transform((from) => ({ url: from.DATABASE_URL }))
  .readonly();

export type DatabaseConfig = z.output<typeof databaseConfig>;
