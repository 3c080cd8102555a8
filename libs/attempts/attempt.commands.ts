import type { Environment } from './note.js';

export interface Timed {
  readonly now: Date;
}

export interface StartAttempt extends Timed {
  readonly environment: Environment;
  readonly claimedBy: string;
  readonly gateEvidence?: string | undefined;
}

interface AboutAttempt extends Timed {
  readonly attempt: number;
  readonly evidence: string;
}

/** What came of a claimed attempt. */
export type OutcomeCommand =
  | { readonly type: 'RecordAccepted'; readonly data: AboutAttempt & { providerId: string } }
  | { readonly type: 'RecordDeclined'; readonly data: AboutAttempt & { code: string; reason: string } }
  | { readonly type: 'RecordBlocked'; readonly data: AboutAttempt & { code: string; reason: string } }
  | { readonly type: 'RecordUnknown'; readonly data: AboutAttempt & { observation: string } };
