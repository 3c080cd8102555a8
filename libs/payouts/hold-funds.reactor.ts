import { external, transit, type AccountName } from '../ledger/account-name.js';
import type { AccountRejection } from '../ledger/account.commands.js';
import type { Accounts } from '../ledger/accounts.js';
import type { Clock } from '../platform/clock.js';
import type { PayoutFees } from './payout-fees.reactor.js';
import type { PayoutRequest } from './payout.events.js';
import type { PayoutStreams } from './payout-streams.js';
import { holdIdOf, type FailedOnChain, type SettledPayout } from './payout.state.js';

/**
 * Moves a payout's money: hold it, then capture or release the hold, and book what the chain took. Each step may be
 * repeated without harm.
 */
export class HoldFunds {
  constructor(
    private readonly payouts: PayoutStreams,
    private readonly accounts: Accounts,
    private readonly fees: PayoutFees,
    private readonly clock: Clock,
  ) {}

  /** The hold first, then the record: a crash between the two finds the hold again under the same id. */
  async reserve(request: PayoutRequest): Promise<void> {
    const { payoutId, amount } = request;
    const holdId = holdIdOf(request);
    const held = await this.onAccount(request, { type: 'Hold', data: { holdId, amount, now: this.clock.now() } });
    if (held.outcome === 'accepted') await this.recordReserved(request);
    else if (held.rejection.code === 'insufficient-funds')
      await this.payouts.execute(payoutId, {
        type: 'RejectForFunds',
        data: { available: held.rejection.available, now: this.clock.now() },
      });
    else throw new HoldDefect(payoutId, held.rejection);
  }

  /** Another worker may have rejected the payout for its funds a moment ago: then the money is not for it. */
  private async recordReserved(request: PayoutRequest): Promise<void> {
    const data = { holdId: holdIdOf(request), now: this.clock.now() };
    const recorded = await this.payouts.execute(request.payoutId, { type: 'RecordFundsReserved', data });
    if (recorded.outcome === 'rejected') await this.release(request, recorded.rejection.code);
  }

  /** After settlement: the reserved money has left the wallet. Its fees first: a closed hold is not looked at again. */
  async capture(settled: SettledPayout): Promise<void> {
    await this.fees.ofSettled(settled);
    const { request, providerId } = settled;
    const holdId = holdIdOf(request);
    const data = { holdId, to: destinationAccount(request), reference: providerId, now: this.clock.now() };
    const captured = await this.onAccount(request, { type: 'CaptureHold', data });
    if (captured.outcome === 'rejected') throw new HoldDefect(request.payoutId, captured.rejection);
  }

  /** After the release: the money is available again. A payout that was rejected for its funds never had a hold. */
  async release(request: PayoutRequest, reason: string, failed?: FailedOnChain): Promise<void> {
    if (failed) await this.fees.ofFailed(request, failed);
    const data = { holdId: holdIdOf(request), reason, now: this.clock.now() };
    const released = await this.onAccount(request, { type: 'ReleaseHold', data });
    if (released.outcome === 'rejected' && released.rejection.code !== 'hold-not-found')
      throw new HoldDefect(request.payoutId, released.rejection);
  }

  private onAccount(request: PayoutRequest, command: Parameters<Accounts['execute']>[1]) {
    const { walletId, amount, payoutId: id, operatorId } = request;
    return this.accounts.execute({ walletId, asset: amount.asset }, command, { id, operatorId });
  }
}

/** A transfer's money stays in the organisation: it waits in transit for its second leg (IN-11). */
function destinationAccount({ purpose, amount }: PayoutRequest): AccountName {
  return purpose.kind === 'transfer' ? transit(purpose.transferId) : external(amount.asset.chain);
}

/** Account and payout disagree about a hold: a broken invariant, never a normal day. */
class HoldDefect extends Error {
  override readonly name = 'HoldDefect';

  constructor(payoutId: string, rejection: AccountRejection) {
    super(`The hold of ${payoutId} is refused: ${rejection.code}`);
  }
}
