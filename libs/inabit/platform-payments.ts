import { parseAmount } from '#libs/money/amount-text.js';
import { isPositive } from '#libs/money/money.js';
import type { Clock } from '#libs/platform/clock.js';
import type { AssetDirectory } from './asset-directory.js';
import type { AssetIds } from './asset-resolution.js';
import type { FindDecline } from './confirmed-declines.js';
import { blocked, classifyCreate } from './create-classification.js';
import type { CreateOutcome } from './create-outcome.js';
import { evidenceOf } from './evidence.js';
import { InabitConfigError } from './inabit.errors.js';
import { InabitPayments, type WithdrawalRequest } from './inabit-payments.js';
import { numberLiteral } from './lossless-json.js';
import { createWithdrawalMutation } from './payments.operations.js';
import type { PlatformSession } from './platform-session.js';

export class PlatformPayments extends InabitPayments {
  constructor(
    private readonly session: PlatformSession,
    private readonly directory: AssetDirectory,
    private readonly findDecline: FindDecline,
    private readonly clock: Clock,
  ) {
    super();
  }

  async createWithdrawal(request: WithdrawalRequest): Promise<CreateOutcome> {
    if (!isPayable(request)) return this.#misconfigured('amount-not-payable', `${request.amount} is not payable`);
    try {
      const ids = await this.directory.idsOf(request.asset);
      if (ids.outcome === 'found') return await this.#create(request, ids);
      const evidence = evidenceOf('assets-unavailable', this.clock.now());
      return { outcome: 'not-sent', reason: ids.reason, evidence };
    } catch (error) {
      if (error instanceof InabitConfigError) return this.#misconfigured('asset-not-offered', error.message);
      throw error;
    }
  }

  async #create(request: WithdrawalRequest, ids: AssetIds): Promise<CreateOutcome> {
    const variables = { data: withdrawalInput(request, ids) };
    const answer = await this.session.send({ document: createWithdrawalMutation, variables });
    const { findDecline } = this;
    return classifyCreate(answer, { field: 'createWithdrawal', findDecline, at: this.clock.now() });
  }

  #misconfigured(observation: string, reason: string): CreateOutcome {
    return blocked('configuration', evidenceOf(observation, this.clock.now()), reason);
  }
}

function isPayable({ amount, asset }: WithdrawalRequest): boolean {
  const parsed = parseAmount(amount, asset);
  return parsed.ok && isPositive(parsed.money);
}

/** `WithdrawalCreateInput` (fact sheet §2.1). */
function withdrawalInput(request: WithdrawalRequest, { financialAssetId, blockchainId }: AssetIds): object {
  const { walletId, address, amount, note, priority } = request;
  return {
    wallet: { id: walletId },
    financialAsset: { id: financialAssetId },
    blockchain: { id: blockchainId },
    address,
    amount: numberLiteral(amount),
    note,
    ...(priority !== undefined && { priority }),
  };
}
