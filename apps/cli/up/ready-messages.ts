import { z } from 'zod';
import { PartFailed } from './part.js';

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
  terminalUrl: z.string().optional(),
  terminalOrganizationKey: z.string().optional(),
  widgets: z
    .array(z.looseObject({ id: z.string(), apiKey: z.string(), kind: z.string(), walletId: z.string() }))
    .optional(),
});

export type SandboxReady = Readonly<z.output<typeof sandboxReady>>;

/** @throws PartFailed when a part told something else than it has to. */
export function understood<Info>(schema: z.ZodType<Info>, title: string, info: unknown): Info {
  const result = schema.safeParse(info);
  if (result.success) return result.data;
  const fields = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new PartFailed(title, `it told something unexpected when it was ready (${fields.join('; ')})`);
}
