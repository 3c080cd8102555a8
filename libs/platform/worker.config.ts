import { z } from 'zod';
import { httpUrl, required, secondsVariable, withDefault } from './config.variables.js';

/** Whose midnight ends the business day; undefined: `off`, no day is closed by itself. */
const timeZone = z
  .string()
  .refine((text) => text === 'off' || isTimeZone(text))
  .transform((text) => (text === 'off' ? undefined : text));
const graceMinutes = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform((text) => Number(text) * 60_000);

export const workerConfig = z
  .object({
    GATE_URL: required('the http(s) URL of the gate, without its secret path', httpUrl),
    PAYOUT_RETRY_QUIET_SECONDS: secondsVariable(60),
    PAYOUT_REVIEW_AFTER_SECONDS: secondsVariable(1_800),
    PAYOUT_POLL_SECONDS: secondsVariable(15),
    PAYOUT_CALL_TIMEOUT_SECONDS: secondsVariable(30),
    PROVIDER_BALANCE_POLL_SECONDS: secondsVariable(60),
    PROVIDER_FEE_POLL_SECONDS: secondsVariable(300),
    RECONCILE_EVERY_SECONDS: secondsVariable(300),
    DAY_END_TIME_ZONE: withDefault<string | undefined>('UTC', 'a time zone such as Europe/Berlin, or off', timeZone),
    DAY_END_GRACE_MINUTES: withDefault(300_000, 'a number of minutes, 0 to 9999', graceMinutes),
  })
  .transform((from) => ({
    /** Where the gate's health is asked for before anything is sent a second time. */
    gateUrl: from.GATE_URL,
    /** How long an attempt with an unknown outcome rests before the next one may start. */
    retryQuietMs: from.PAYOUT_RETRY_QUIET_SECONDS,
    /** After which a payout without an outcome goes to a person. */
    reviewAfterMs: from.PAYOUT_REVIEW_AFTER_SECONDS,
    pollMs: from.PAYOUT_POLL_SECONDS,
    /** The limit for one call of the provider. */
    callTimeoutMs: from.PAYOUT_CALL_TIMEOUT_SECONDS,
    /** How often the provider is asked what stands in the wallets. */
    balancePollMs: from.PROVIDER_BALANCE_POLL_SECONDS,
    /** How often fees that may still change are asked for; each first when its movement has ended so long ago. */
    feePollMs: from.PROVIDER_FEE_POLL_SECONDS,
    /** How often books and provider are compared. */
    reconcileMs: from.RECONCILE_EVERY_SECONDS,
    dayEnd: {
      timeZone: from.DAY_END_TIME_ZONE,
      /** How long after its end a day is closed. */
      graceMs: from.DAY_END_GRACE_MINUTES,
    },
  }))
  .readonly();

export type WorkerConfig = z.output<typeof workerConfig>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format() !== '';
  } catch {
    return false;
  }
}
