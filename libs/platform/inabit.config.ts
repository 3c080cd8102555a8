import { z } from 'zod';
import type { ConfigPart } from './config.js';
import { flagSetting, httpUrlSetting, listSetting, optional, textSetting } from './config.fields.js';

/** An error text of the provider that its staff confirmed to mean that nothing was done, and our code for it. */
export interface ConfirmedDecline {
  readonly text: string;
  readonly code: string;
}

export interface InabitConfig {
  /** The GraphQL endpoint. */
  readonly url: string;
  /** Lives 30 days; `loginTokenFile` holds the one that was refreshed last and wins over it. */
  readonly loginToken: string | undefined;
  readonly loginTokenFile: string | undefined;
  readonly organizationId: string;
  /** Whom our withdrawals name as their initiator. */
  readonly apiAdminId: string;
  /** The operator's word that the wallet policy asks our API Signer for every withdrawal. Retries depend on it. */
  readonly signerRequired: boolean;
  readonly confirmedDeclines: readonly ConfirmedDecline[];
}

const confirmedDecline: z.ZodType<ConfirmedDecline, string> = z
  .string()
  .regex(/^.*\S\s*=\s*[a-z0-9]+(-[a-z0-9]+)*$/)
  .transform((entry) => {
    const split = entry.lastIndexOf('=');
    return Object.freeze({ text: entry.slice(0, split).trim(), code: entry.slice(split + 1).trim() });
  });

export const inabitConfig: ConfigPart<InabitConfig> = {
  settings: {
    url: httpUrlSetting('INABIT_URL', 'the http(s) URL of the GraphQL endpoint'),
    loginToken: optional(textSetting('INABIT_LOGIN_TOKEN', 'the login token of the API Admin')),
    loginTokenFile: optional(textSetting('INABIT_LOGIN_TOKEN_FILE', 'the file that keeps the refreshed login token')),
    organizationId: textSetting('INABIT_ORGANIZATION_ID', 'the id of the organization'),
    apiAdminId: textSetting('INABIT_API_ADMIN_ID', 'the user id of the API Admin'),
    signerRequired: flagSetting('INABIT_SIGNER_REQUIRED', false),
    confirmedDeclines: {
      ...listSetting(
        {
          name: 'INABIT_CONFIRMED_DECLINES',
          expected: 'a list text=code;text=code with codes like insufficient-funds',
          separator: ';',
        },
        confirmedDecline,
      ),
      whenAbsent: { value: [] },
    },
  },
  check: ({ loginToken, loginTokenFile }) =>
    loginToken === undefined && loginTokenFile === undefined
      ? { name: 'INABIT_LOGIN_TOKEN', expected: 'a login token, here or in INABIT_LOGIN_TOKEN_FILE', missing: true }
      : undefined,
};
