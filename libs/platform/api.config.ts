import { z } from 'zod';
import type { ConfigPart } from './config.js';
import { listSetting, portSetting, textSetting } from './config.fields.js';

/** A key that the public API takes (API-05). Only its hash is configured. */
export interface ApiKey {
  readonly keyId: string;
  /** The tenant whose data the key sees. */
  readonly operatorId: string;
  /** Of the whole key `pk_test_<keyId>_<secret>`, in lower-case hexadecimal. */
  readonly sha256: string;
}

export interface ApiConfig {
  readonly host: string;
  readonly port: number;
  readonly keys: readonly ApiKey[];
}

const apiKey: z.ZodType<ApiKey, string> = z
  .string()
  .transform((entry) => entry.split(':'))
  .pipe(
    z.tuple([
      z.string().regex(/^[A-Za-z0-9]{1,64}$/),
      z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/),
      z.string().regex(/^[0-9a-f]{64}$/),
    ]),
  )
  .transform(([keyId, operatorId, sha256]) => Object.freeze({ keyId, operatorId, sha256 }));

const keys = listSetting(
  { name: 'LEDGER_API_KEYS', expected: 'a list keyId:operatorId:sha256,… with every keyId once', separator: ',' },
  apiKey,
);

export const apiConfig: ConfigPart<ApiConfig> = {
  settings: {
    host: { ...textSetting('API_HOST', 'an address to listen on'), whenAbsent: { value: '127.0.0.1' } },
    port: portSetting('API_PORT', 3000),
    keys,
  },
  check: (values) =>
    new Set(values.keys.map(({ keyId }) => keyId)).size === values.keys.length
      ? undefined
      : { name: keys.name, expected: keys.expected, missing: false },
};
