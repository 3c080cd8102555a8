import { z } from 'zod';
import { choiceVariable, listOf, optional, withDefault } from './config.variables.js';

const pathSecret = z.string().regex(/^[A-Za-z0-9_-]{24,256}$/);
const sharedSecret = z.string().min(16);
const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,64}$/)
  .transform((name) => name.toLowerCase());

export const webhookConfig = z
  .object({
    WEBHOOK_PATH_SECRETS: withDefault([], 'a list of 24 or more characters each', listOf(',', pathSecret)),
    WEBHOOK_PLATFORM_TOKENS: withDefault([], 'a list of the tokens of subscriptions', listOf(',', sharedSecret)),
    WEBHOOK_SIGNATURE_MODE: choiceVariable(['off', 'observe', 'enforce'], 'off'),
    WEBHOOK_SIGNATURE_HEADER: withDefault('x-pay-signature', 'the name of a header', headerName),
    WEBHOOK_SIGNATURE_ALGORITHM: choiceVariable(['sha256', 'sha512'], 'sha256'),
    WEBHOOK_SIGNATURE_SECRETS: withDefault([], 'a list of 16 or more characters each', listOf(',', sharedSecret)),
    WEBHOOK_SIGNATURE_TIMESTAMP_HEADER: optional('the name of a header', headerName),
  })
  .refine((from) => from.WEBHOOK_SIGNATURE_MODE === 'off' || from.WEBHOOK_SIGNATURE_SECRETS.length > 0, {
    path: ['WEBHOOK_SIGNATURE_SECRETS'],
    error: 'is missing; expected the secrets that signatures are checked with',
  })
  .transform((from) => ({
    /** The last part of the provider's webhook URLs (S-15); the newest first, older ones while they are replaced. */
    pathSecrets: from.WEBHOOK_PATH_SECRETS,
    /** What the Platform's subscription sends as `authorization`. */
    platformTokens: from.WEBHOOK_PLATFORM_TOKENS,
    /** The Terminal's signature, once there is one (DW-21, DW-31). */
    signature: {
      mode: from.WEBHOOK_SIGNATURE_MODE,
      header: from.WEBHOOK_SIGNATURE_HEADER,
      algorithm: from.WEBHOOK_SIGNATURE_ALGORITHM,
      secrets: from.WEBHOOK_SIGNATURE_SECRETS,
      timestampHeader: from.WEBHOOK_SIGNATURE_TIMESTAMP_HEADER,
    },
  }))
  .readonly();

export type WebhookConfig = z.output<typeof webhookConfig>;
