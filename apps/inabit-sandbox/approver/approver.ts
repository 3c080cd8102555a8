import type { Withdrawal } from '#apps/inabit-sandbox/world/world.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import { isSuccess, post, type PostAnswer } from '#apps/inabit-sandbox/world/http-post.js';
import { validationBody } from './validation-body.js';

/**
 * The Remote Approver between the provider and whoever decides: it posts each withdrawal to the validation callback.
 * A 2xx with `{ "approved": true | false }` (or those texts, in any case) is the verdict, the first one for good;
 * anything else is none, and the question comes again after the retry interval, until it falls silent.
 */
export class Approver {
  private readonly asking = new Set<Withdrawal>();
  private readonly stopping = new AbortController();

  constructor(private readonly store: WorldStore) {}

  stop(): void {
    this.stopping.abort();
  }

  isAsking(withdrawal: Withdrawal): boolean {
    return this.asking.has(withdrawal);
  }

  /** Asks once (in `offerCopies` requests at the same time) and records what came of it. */
  async ask(withdrawal: Withdrawal): Promise<void> {
    const { callbackUrl, approverTimeoutMs } = this.store.world.settings;
    if (callbackUrl === null || this.asking.has(withdrawal)) return;
    const copies = withdrawal.behaviour.offerCopies ?? 1;
    this.asking.add(withdrawal);
    this.store.record({ type: 'WithdrawalOffered', withdrawalId: withdrawal.id, copies });
    const body = validationBody(this.store.world, withdrawal);
    const questions = Array.from({ length: copies }, async () => {
      const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(approverTimeoutMs)]);
      this.note(withdrawal, await post(callbackUrl, body, { signal }));
    });
    await Promise.all(questions);
    this.asking.delete(withdrawal);
  }

  private note(withdrawal: Withdrawal, answer: PostAnswer): void {
    const { id: withdrawalId } = withdrawal;
    if (this.stopping.signal.aborted || this.store.world.withdrawals.get(withdrawalId) !== withdrawal) return;
    const approved = verdictOf(answer);
    if (approved !== undefined) this.store.record({ type: 'VerdictGiven', withdrawalId, approved });
    else this.store.record({ type: 'OfferFailed', withdrawalId, problem: problemOf(answer) });
  }
}

function verdictOf(answer: PostAnswer): boolean | undefined {
  if (!isSuccess(answer)) return undefined;
  const text = String(approvedIn(answer.text)).toLowerCase();
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
}

function approvedIn(text: string): unknown {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && 'approved' in body ? body.approved : undefined;
  } catch {
    return undefined;
  }
}

function problemOf({ status, text }: PostAnswer): string {
  return status === 0 ? text : `HTTP ${status} without a verdict`;
}
