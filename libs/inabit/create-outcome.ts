import type { Evidence } from './evidence.js';

/**
 * What is known after inabit was asked to create something (failure model §2.3 rule 3). Only `declined`, `not-sent` and
 * `blocked` say that nothing was done; whatever is not certain is `unknown`, which is never retried blindly and never
 * released.
 */
export type CreateOutcome =
  | { readonly outcome: 'accepted'; readonly providerId: string; readonly evidence: Evidence }
  | Declined
  | NotSent
  | Blocked
  | Unknown;

/** A business refusal out of the list of confirmed ones: final for this request. */
interface Declined {
  readonly outcome: 'declined';
  /** Our code for it, such as `insufficient-funds`. */
  readonly code: string;
  /** The provider's text. */
  readonly reason: string;
  readonly retriable: false;
  readonly evidence: Evidence;
}

/** The request did not leave, so it may be asked again under the same attempt. */
export interface NotSent {
  readonly outcome: 'not-sent';
  readonly reason: string;
  readonly evidence: Evidence;
}

/**
 * Not executed, and it would not be executed if asked again: access or configuration needs a person. Money stays
 * reserved (F3.6).
 */
export interface Blocked {
  readonly outcome: 'blocked';
  readonly code: 'unauthenticated' | 'forbidden' | 'request-refused' | 'configuration';
  readonly reason: string;
  readonly evidence: Evidence;
}

/** It may or may not have been executed. */
export interface Unknown {
  readonly outcome: 'unknown';
  readonly reason: string;
  /** How long inabit asked us to keep quiet. */
  readonly retryAfterSeconds?: number;
  readonly evidence: Evidence;
}
