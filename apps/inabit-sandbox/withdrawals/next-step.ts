import type { Settings } from '#apps/inabit-sandbox/world/settings.js';
import type { Withdrawal } from '#apps/inabit-sandbox/world/world.js';

export type StepName = 'offer' | 'process' | 'reject' | 'broadcast' | 'complete' | 'fail';

export interface Step {
  readonly name: StepName;
  /** Milliseconds since 1970; in the past when the sandbox was down. */
  readonly at: number;
}

/** What happens to a withdrawal next by itself; undefined when nothing does. */
export function nextStep(withdrawal: Withdrawal, settings: Settings): Step | undefined {
  const { status, statusAt, verdictAt, broadcastAt } = withdrawal;
  if (status === 'PendingApproval')
    return verdictAt === undefined
      ? nextOffer(withdrawal, settings)
      : afterVerdict(withdrawal, verdictAt + settings.approvalDelayMs);
  if (status !== 'Processing') return undefined;
  return broadcastAt === undefined
    ? step('before-broadcast', withdrawal, statusAt + settings.broadcastDelayMs)
    : step('after-broadcast', withdrawal, broadcastAt + settings.completionDelayMs);
}

function nextOffer(withdrawal: Withdrawal, settings: Settings): Step | undefined {
  const { behaviour, offers, offeredAt, createdAt } = withdrawal;
  const rounds = offers / (behaviour.offerCopies ?? 1);
  if (behaviour.approver === 'silent' || settings.callbackUrl === null || rounds >= settings.approverAttempts)
    return undefined;
  const at = offeredAt === undefined ? createdAt + settings.offerDelayMs : offeredAt + settings.approverRetryMs;
  return { name: 'offer', at };
}

function afterVerdict({ behaviour, verdicts }: Withdrawal, at: number): Step | undefined {
  if (behaviour.approver === 'swallows') return undefined;
  return { name: verdicts[0] ? 'process' : 'reject', at };
}

function step(phase: 'before-broadcast' | 'after-broadcast', { behaviour }: Withdrawal, at: number): Step {
  if (behaviour.fails === phase) return { name: 'fail', at };
  return { name: phase === 'before-broadcast' ? 'broadcast' : 'complete', at };
}
