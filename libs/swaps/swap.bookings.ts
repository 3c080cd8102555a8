import { fees, receivable, swapAccount } from '../ledger/account-name.js';
import type { AccountCommand } from '../ledger/account.commands.js';
import type { Asset } from '../money/asset.js';
import { isPositive } from '../money/money.js';
import type { SwapRequest, SwapSettled } from './swap.events.js';
import { swapHoldId } from './swap.state.js';

/** What one account of the swap's wallet has to do. */
export interface SwapBooking {
  readonly asset: Asset;
  readonly command: AccountCommand;
}

/**
 * What a settled swap means in up to three assets: the given amount goes to the swap's own account, the output comes from
 * it, and the fee is paid in the native coin. Each may be repeated: hold and references are the swap's.
 */
export function bookingsOf(request: SwapRequest, settled: SwapSettled, now: Date): readonly SwapBooking[] {
  const { swapId, operatorId, amount } = request;
  const { providerId, output, fee, evidence } = settled;
  const to = swapAccount(swapId);
  const given: SwapBooking = {
    asset: amount.asset,
    command: { type: 'CaptureHold', data: { holdId: swapHoldId(request), to, reference: providerId, now } },
  };
  const received: SwapBooking = {
    asset: output.asset,
    command: {
      type: 'Credit',
      data: { from: to, amount: output, reason: 'swap-in', reference: swapId, evidence, now },
    },
  };
  if (!fee || !isPositive(fee)) return [given, received];
  const cost = { amount: fee, reason: 'network-fee', reference: swapId, evidence, now } as const;
  const command: AccountCommand = {
    type: 'Debit',
    data: { to: fees('network'), shortfallFrom: receivable(operatorId), ...cost },
  };
  return [given, received, { asset: fee.asset, command }];
}
