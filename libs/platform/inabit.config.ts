import { z } from 'zod';
import { flagVariable, httpUrl, listOf, optional, required, withDefault } from './config.variables.js';

/** An error text of the provider that its staff confirmed to mean that nothing was done, and our code for it. */
export interface ConfirmedDecline {
  readonly text: string;
  readonly code: string;
}

const confirmedDecline: z.ZodType<ConfirmedDecline, string> = z
  .string()
  .regex(/^.*\S\s*=\s*[a-z0-9]+(-[a-z0-9]+)*$/)
  .transform((entry) => {
    const split = entry.lastIndexOf('=');
    return Object.freeze({ text: entry.slice(0, split).trim(), code: entry.slice(split + 1).trim() });
  });

const variables = z
  .object({
    INABIT_URL: required('the http(s) URL of the GraphQL endpoint', httpUrl),
    INABIT_LOGIN_TOKEN: optional('the login token of the API Admin', z.string()),
    INABIT_LOGIN_TOKEN_FILE: optional('the file that keeps the refreshed login token', z.string()),
    INABIT_ORGANIZATION_ID: required('the id of the organization', z.string()),
    INABIT_API_ADMIN_ID: required('the user id of the API Admin', z.string()),
    INABIT_SIGNER_REQUIRED: flagVariable(false),
    INABIT_CONFIRMED_DECLINES: withDefault(
      [],
      'a list text=code;text=code with codes like insufficient-funds',
      listOf(';', confirmedDecline),
    ),
  })
  .refine(({ INABIT_LOGIN_TOKEN: token, INABIT_LOGIN_TOKEN_FILE: file }) => token !== undefined || file !== undefined, {
    path: ['INABIT_LOGIN_TOKEN'],
    error: 'is missing; expected a login token, here or in the file INABIT_LOGIN_TOKEN_FILE',
  });

export const inabitConfig = variables
  .transform((from) => ({
    /** The GraphQL endpoint. */
    url: from.INABIT_URL,
    /** Lives 30 days; `loginTokenFile` holds the one that was refreshed last and wins over it. */
    loginToken: from.INABIT_LOGIN_TOKEN,
    loginTokenFile: from.INABIT_LOGIN_TOKEN_FILE,
    organizationId: from.INABIT_ORGANIZATION_ID,
    /** Whom our withdrawals name as their initiator. */
    apiAdminId: from.INABIT_API_ADMIN_ID,
    /** The operator's word that the wallet policy asks our API Signer for every withdrawal. Retries depend on it. */
    signerRequired: from.INABIT_SIGNER_REQUIRED,
    confirmedDeclines: from.INABIT_CONFIRMED_DECLINES,
  }))
  .readonly();

export type InabitConfig = z.output<typeof inabitConfig>;
