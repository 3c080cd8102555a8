import { z } from 'zod';

/** What the embedded event store tells when it is ready. */
export const eventStoreReady = z.looseObject({ connectionString: z.string() });

export const postgresReady = z.looseObject({ url: z.string() });

/** What the sandbox tells when it is ready: everything that a client of the provider has to be given. */
export const sandboxReady = z.looseObject({
  url: z.string(),
  graphqlUrl: z.string(),
  controlUrl: z.string(),
  adminLoginToken: z.string(),
  viewerLoginToken: z.string().optional(),
  adminUserId: z.string(),
  organizationId: z.string(),
  wallets: z.unknown(),
});

export type SandboxReady = Readonly<z.output<typeof sandboxReady>>;
