import type { Accounts } from '../ledger/accounts.js';
import { formatAmount } from '../money/amount-text.js';
import type { Clock } from '../platform/clock.js';
import type { DepositMoney, DepositReviewReason } from './deposit.events.js';
import type { DetectedDeposit } from './deposit.state.js';
import { stepsTo } from './incoming-steps.js';
import { takeSteps } from './take-steps.reactor.js';

/** Why a person has to look, and at what exactly. */
export type DepositProblem = readonly [reason: DepositReviewReason, detail: string];

/** Books the money of a deposit to where it belongs. Every step that was taken before does nothing. */
export class DepositPostings {
  constructor(
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  async bring(deposit: DetectedDeposit, money: DepositMoney, evidence: string): Promise<DepositProblem | undefined> {
    const { detected, status, resolution, isDecided } = deposit;
    const wasSuspended = deposit.money === 'suspended';
    const { depositId: cause, operatorId, walletId, amount } = detected;
    const wasCredited = deposit.money === 'credited' || status === 'PendingFork';
    const incoming = { ...detected, cause, wasCredited, was: deposit.money };
    const why = {
      evidence: resolution && (wasSuspended || isDecided) ? resolution.evidence : evidence,
      now: this.clock.now(),
    };
    const steps = stepsTo(money, incoming, why);
    const taken = await takeSteps(this.accounts, { walletId, asset: amount.asset }, steps, { id: cause, operatorId });
    if (taken.outcome === 'refused') return ['account-disagrees', taken.code];
    return taken.shortfall && ['spent-before-fork', formatAmount(taken.shortfall)];
  }
}
