import { z } from 'zod';
import { listOf, portVariable, required, withDefault } from './config.variables.js';

/** A key that the public API takes (API-05). Only its hash is configured. */
export interface ApiKey {
  readonly keyId: string;
  /** The tenant whose data the key sees. */
  readonly operatorId: string;
  /** Of the whole key `pk_test_<keyId>_<secret>`, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly role: ApiRole;
}

/** `platform`: the organisation itself, which moves money between its wallets; `tenant`: everybody else. */
export type ApiRole = 'tenant' | 'platform';

const apiKey: z.ZodType<ApiKey, string> = z
  .string()
  .transform((entry) => entry.split(':'))
  .transform((parts) => (parts.length === 3 ? [...parts, 'tenant'] : parts))
  .pipe(
    z.tuple([
      z.string().regex(/^[A-Za-z0-9]{1,64}$/),
      z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/),
      z.string().regex(/^[0-9a-f]{64}$/),
      z.enum(['tenant', 'platform']),
    ]),
  )
  .transform(([keyId, operatorId, sha256, role]) => Object.freeze({ keyId, operatorId, sha256, role }));

const apiKeys = listOf(',', apiKey).refine((keys) => new Set(keys.map(({ keyId }) => keyId)).size === keys.length);

export const apiConfig = z
  .object({
    API_HOST: withDefault('127.0.0.1', 'an address to listen on', z.string()),
    API_PORT: portVariable(3000),
    LEDGER_API_KEYS: required('a list keyId:operatorId:sha256[:platform],… with every keyId once', apiKeys),
  })
  .transform((from) => ({ host: from.API_HOST, port: from.API_PORT, keys: from.LEDGER_API_KEYS }))
  .readonly();
