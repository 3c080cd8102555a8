import { z } from 'zod';
import { httpUrl, optional, secondsVariable } from './config.variables.js';

const together = ['INABIT_TERMINAL_ORGANIZATION_KEY', 'INABIT_TERMINAL_CUSTOMER_SECRET'] as const;

const variables = z
  .object({
    INABIT_TERMINAL_URL: optional('the http(s) URL of the Terminal, without /v1', httpUrl),
    INABIT_TERMINAL_ORGANIZATION_KEY: optional('the organization key of the Terminal', z.string().min(1)),
    INABIT_TERMINAL_CUSTOMER_SECRET: optional('a secret of 32 characters or more', z.string().min(32)),
    INABIT_TERMINAL_POLL_SECONDS: secondsVariable(120),
  })
  .superRefine((from, context) => {
    if (from.INABIT_TERMINAL_URL === undefined) return;
    for (const name of together)
      if (from[name] === undefined)
        context.addIssue({ code: 'custom', path: [name], message: 'is missing; INABIT_TERMINAL_URL needs it' });
  });

/** Where deposits are looked up; undefined where none are kept. */
export const terminalConfig = variables.transform((from) => {
  const { INABIT_TERMINAL_URL: url, INABIT_TERMINAL_POLL_SECONDS: pollMs } = from;
  if (url === undefined) return undefined;
  const organizationKey = from.INABIT_TERMINAL_ORGANIZATION_KEY ?? '';
  /** Keys the hashes of customers' identifiers (DW-29): with another one they are not found again. */
  const customerSecret = from.INABIT_TERMINAL_CUSTOMER_SECRET ?? '';
  return Object.freeze({ url, organizationKey, customerSecret, pollMs });
});

export type TerminalConfig = NonNullable<z.output<typeof terminalConfig>>;
