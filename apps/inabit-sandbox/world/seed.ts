import { z } from 'zod';
import { toMinor } from '#apps/inabit-sandbox/exact/decimal.js';
import { defaultSeed } from './default-seed.js';

const decimal = z
  .union([z.string(), z.number().transform(String)])
  .refine((text) => toMinor(text, 400) !== undefined, 'not a decimal');
const id = z.string().min(1).optional();

const roles = ['api-admin', 'api-signer', 'api-viewer', 'owner', 'admin', 'signer', 'editor', 'viewer'] as const;

/**
 * The world the sandbox starts from. Ids and addresses that are left out are drawn from `seed`. A blockchain has three
 * codes because the provider has three: `code` in the Platform API, `network` in the approver, `slug` in webhooks.
 */
const seedSchema = z.strictObject({
  seed: z.string(),
  organization: z.strictObject({ id, name: z.string(), baseCurrency: z.string(), eurPerUsd: decimal }),
  users: z.array(z.strictObject({ id, firstName: z.string(), lastName: z.string(), role: z.enum(roles) })),
  blockchains: z.array(
    z.strictObject({
      id,
      code: z.string(),
      name: z.string(),
      network: z.string(),
      slug: z.string(),
      addressKind: z.enum(['evm', 'tron', 'bitcoin']),
      nativeAsset: z.string(),
      confirmations: z.int().positive().default(12),
    }),
  ),
  assets: z.array(
    z.strictObject({ id, code: z.string(), name: z.string(), precision: z.int().min(0).max(36), usdRate: decimal }),
  ),
  wallets: z.array(
    z.strictObject({
      id,
      name: z.string(),
      accounts: z.array(z.strictObject({ asset: z.string(), blockchain: z.string(), address: id, balance: decimal })),
    }),
  ),
  widgets: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(['customer-address', 'purchase']),
      merchant: z.string(),
      /** The name of the wallet that its deposits land on. */
      wallet: z.string(),
      redirectUrl: z.string(),
      webhookUrl: z.url({ protocol: /^https?$/ }).optional(),
      acceptPartialPayment: z.boolean(),
    }),
  ),
});

export type WorldSeed = z.infer<typeof seedSchema>;
export type Role = (typeof roles)[number];

/**
 * Top-level keys that are left out come from the built-in world.
 * @throws ZodError when the seed has another shape.
 */
export function readSeed(input: object = {}): WorldSeed {
  return seedSchema.parse({ ...defaultSeed, ...input });
}
