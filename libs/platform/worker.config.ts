import type { ConfigPart } from './config.js';
import { httpUrlSetting, secondsSetting } from './config.fields.js';

export interface WorkerConfig {
  /** Where the gate's health is asked for before anything is sent a second time. */
  readonly gateUrl: string;
  /** How long an attempt with an unknown outcome rests before the next one may start. */
  readonly retryQuietMs: number;
  /** After which a payout without an outcome goes to a person. */
  readonly reviewAfterMs: number;
  readonly pollMs: number;
  /** The limit for one call of the provider. */
  readonly callTimeoutMs: number;
}

export const workerConfig: ConfigPart<WorkerConfig> = {
  settings: {
    gateUrl: httpUrlSetting('GATE_URL', 'the http(s) URL of the gate, without its secret path'),
    retryQuietMs: secondsSetting('PAYOUT_RETRY_QUIET_SECONDS', 60),
    reviewAfterMs: secondsSetting('PAYOUT_REVIEW_AFTER_SECONDS', 1_800),
    pollMs: secondsSetting('PAYOUT_POLL_SECONDS', 15),
    callTimeoutMs: secondsSetting('PAYOUT_CALL_TIMEOUT_SECONDS', 30),
  },
};
