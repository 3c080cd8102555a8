import type { AccountCommand, AccountRejection } from '../ledger/account.commands.js';
import type { Accounts } from '../ledger/accounts.js';
import type { Asset } from '../money/asset.js';
import type { Clock } from '../platform/clock.js';
import { bookingsOf } from './swap.bookings.js';
import type { SwapRequest, SwapSettled } from './swap.events.js';
import { swapHoldId } from './swap.state.js';
import type { SwapStreams } from './swap-streams.js';

/** Moves a swap's money: hold it, then book what came of it or release it. Each step may be repeated without harm. */
export class HoldSwapFunds {
  constructor(
    private readonly swaps: SwapStreams,
    private readonly accounts: Accounts,
    private readonly clock: Clock,
  ) {}

  /** The hold first, then the record: a crash between the two finds the hold again under the same id. */
  async reserve(request: SwapRequest): Promise<void> {
    const { swapId, amount } = request;
    const data = { holdId: swapHoldId(request), amount, now: this.clock.now() };
    const held = await this.onAccount(request, amount.asset, { type: 'Hold', data });
    if (held.outcome === 'accepted') await this.recordReserved(request);
    else if (held.rejection.code === 'insufficient-funds')
      await this.swaps.execute(swapId, { type: 'RejectForFunds', data: { now: this.clock.now() } });
    else throw new SwapMoneyDefect(swapId, held.rejection);
  }

  /** Another worker may have rejected the swap for its funds a moment ago: then the money is not for it. */
  private async recordReserved(request: SwapRequest): Promise<void> {
    const data = { now: this.clock.now() };
    const recorded = await this.swaps.execute(request.swapId, { type: 'RecordFundsReserved', data });
    if (recorded.outcome === 'rejected') await this.release(request, recorded.rejection.code);
  }

  /** After settlement, in up to three assets. Closed only when all of it stands: whoever dies before is repeated. */
  async book(request: SwapRequest, settled: SwapSettled): Promise<void> {
    for (const { asset, command } of bookingsOf(request, settled, this.clock.now())) {
      const booked = await this.onAccount(request, asset, command);
      if (booked.outcome === 'rejected') throw new SwapMoneyDefect(request.swapId, booked.rejection);
    }
    await this.close(request);
  }

  /** After the release: the money is available again. A swap that was rejected for its funds never had a hold. */
  async release(request: SwapRequest, reason: string): Promise<void> {
    const data = { holdId: swapHoldId(request), reason, now: this.clock.now() };
    const released = await this.onAccount(request, request.amount.asset, { type: 'ReleaseHold', data });
    if (released.outcome === 'rejected' && released.rejection.code !== 'hold-not-found')
      throw new SwapMoneyDefect(request.swapId, released.rejection);
    await this.close(request);
  }

  /** Refused for a rejected swap, which is closed by its rejection. */
  private async close({ swapId }: SwapRequest): Promise<void> {
    await this.swaps.execute(swapId, { type: 'CloseSwap', data: { now: this.clock.now() } });
  }

  private onAccount({ walletId, swapId: id, operatorId }: SwapRequest, asset: Asset, command: AccountCommand) {
    return this.accounts.execute({ walletId, asset }, command, { id, operatorId });
  }
}

/** Account and swap disagree: a broken invariant, never a normal day. */
class SwapMoneyDefect extends Error {
  override readonly name = 'SwapMoneyDefect';

  constructor(swapId: string, rejection: AccountRejection) {
    super(`A booking of ${swapId} is refused: ${rejection.code}`);
  }
}
