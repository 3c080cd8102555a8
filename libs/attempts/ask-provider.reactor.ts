import { unreachable } from '../decider/decider.js';
import type { CreateOutcome } from '../inabit/create-outcome.js';
import { evidenceText } from '../inabit/evidence-text.js';
import type { OutcomeCommand } from './attempt.commands.js';
import type { Environment } from './note.js';

export interface Claimant {
  readonly environment: Environment;
  /** This process, for the log: host and process id. */
  readonly name: string;
}

/** A request that never left may be sent again under its claim, this often. */
const sends_max = 3;

/** Asks once; again only while the request certainly did not leave. */
export async function askProvider(ask: () => Promise<CreateOutcome>): Promise<CreateOutcome> {
  let outcome = await ask();
  for (let sends = 1; outcome.outcome === 'not-sent' && sends < sends_max; sends++) outcome = await ask();
  return outcome;
}

/** How an answer is recorded (failure model §2.3 rule 3). */
export function outcomeCommand(outcome: CreateOutcome, attempt: number, now: Date): OutcomeCommand {
  const about = { attempt, evidence: evidenceText(outcome.evidence), now };
  switch (outcome.outcome) {
    case 'accepted':
      return { type: 'RecordAccepted', data: { ...about, providerId: outcome.providerId } };
    case 'declined':
      return { type: 'RecordDeclined', data: { ...about, code: outcome.code, reason: outcome.reason } };
    case 'blocked':
      return { type: 'RecordBlocked', data: { ...about, code: outcome.code, reason: outcome.reason } };
    case 'not-sent': // Certain, but the provider is out of reach: it waits and is tried again like an unknown one.
      return { type: 'RecordUnknown', data: { ...about, observation: `not-sent: ${outcome.reason}` } };
    case 'unknown':
      return { type: 'RecordUnknown', data: { ...about, observation: outcome.reason } };
    default:
      return unreachable(outcome);
  }
}
