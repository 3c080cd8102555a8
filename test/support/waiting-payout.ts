import { ManualClock } from '#libs/inabit/testing/manual-clock.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import type { PayoutStage } from './payout-stage.js';
import type { SandboxTransaction } from './sandbox-client.js';
import { earlierClock, workerProcess } from './stage-processes.js';

/** A payout, and its transaction that waits for its signature. */
export interface WaitingPayout {
  readonly request: PayoutRequest;
  readonly transaction: SandboxTransaction;
}

/** The approver asks about it when it is told to, and not before. */
export async function waitingPayout(
  stage: PayoutStage,
  changes: Partial<PayoutRequest> = {},
  clock: ManualClock = earlierClock(),
): Promise<WaitingPayout> {
  const request = await stage.request(changes);
  await stage.sandbox.misbehave(request.payoutId, { scenario: 'approver-silent' });
  await workerProcess(stage, { clock }).advance(request.payoutId);
  const [transaction] = await stage.sandbox.createdWith(request.payoutId);
  if (!transaction) throw new Error('Nothing was created');
  return { request, transaction };
}

/** What the gate recorded about a transaction: the facts, each with its reason or how it was matched. */
export async function gateFacts(
  stage: PayoutStage,
  providerId: string,
): Promise<readonly (readonly [string, unknown])[]> {
  const facts = await stage.facts(`gate-${providerId}`);
  return facts.map(({ type, data }) => [type.replace(/\.v1$/, ''), data['reason'] ?? data['by']]);
}

/** The types of a payout's facts. */
export async function payoutFactTypes(stage: PayoutStage, { payoutId }: PayoutRequest): Promise<readonly string[]> {
  return (await stage.facts(`payout-${payoutId}`)).map(({ type }) => type.replace(/\.v1$/, ''));
}
