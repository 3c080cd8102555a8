import { z } from 'zod';
import { httpUrl, required, secondsVariable } from './config.variables.js';

export const workerConfig = z
  .object({
    GATE_URL: required('the http(s) URL of the gate, without its secret path', httpUrl),
    PAYOUT_RETRY_QUIET_SECONDS: secondsVariable(60),
    PAYOUT_REVIEW_AFTER_SECONDS: secondsVariable(1_800),
    PAYOUT_POLL_SECONDS: secondsVariable(15),
    PAYOUT_CALL_TIMEOUT_SECONDS: secondsVariable(30),
    PROVIDER_BALANCE_POLL_SECONDS: secondsVariable(60),
    RECONCILE_EVERY_SECONDS: secondsVariable(300),
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
    /** How often books and provider are compared. */
    reconcileMs: from.RECONCILE_EVERY_SECONDS,
  }))
  .readonly();

export type WorkerConfig = z.output<typeof workerConfig>;
