import type { AggregateStore } from '../event-streams/aggregate-store.js';
import { transit } from '../ledger/account-name.js';
import type { Accounts } from '../ledger/accounts.js';
import type { HoldFunds } from '../payouts/hold-funds.reactor.js';
import type { PayoutRequest } from '../payouts/payout.events.js';
import type { PayoutStreams } from '../payouts/payout-streams.js';
import type { Clock } from '../platform/clock.js';
import { transferCodec, transferStream } from './transfer.codec.js';
import type { TransferLegSettled, TransferRequest } from './transfer.events.js';
import { legOf, transferDecider, type Transfer, type TransferCommand } from './transfer.js';

/** What moves a transfer's money. */
export interface TransferMoney {
  readonly payouts: PayoutStreams;
  readonly funds: HoldFunds;
  readonly accounts: Accounts;
}

/**
 * Carries one transfer as far as it can go now: places its first leg, which the payouts' own worker and gate carry on, and
 * credits the second. What to do comes from the streams alone, and every step may be repeated.
 */
export class AdvanceTransfer {
  constructor(
    private readonly store: AggregateStore,
    private readonly money: TransferMoney,
    private readonly clock: Clock,
  ) {}

  async advance(transferId: string): Promise<void> {
    for (;;) {
      const { state } = await this.store.load(transferStream(transferId), transferDecider, transferCodec);
      if (!(await this.step(state))) return;
    }
  }

  /** True when the transfer has moved and may go on at once. */
  private async step(transfer: Transfer): Promise<boolean> {
    switch (transfer.status) {
      case 'requested':
        return this.placeLeg(transfer.request);
      case 'placed':
        return this.lookAtLeg(transfer.request);
      case 'in-transit':
        return this.credit(transfer.request, transfer.settlement);
      case 'absent':
      case 'completed':
      case 'failed':
        return false;
    }
  }

  /** The leg's id follows from the transfer's: a crash before the record finds the same leg again. */
  private async placeLeg(request: TransferRequest): Promise<boolean> {
    const leg = legRequest(request);
    const placed = await this.money.payouts.execute(
      leg.payoutId,
      { type: 'RequestPayout', data: leg },
      { correlationId: request.transferId },
    );
    if (placed.outcome === 'rejected') throw new TransferDefect(request.transferId, placed.rejection.code);
    return this.record(request, { type: 'RecordLegPlaced', data: { now: this.clock.now() } });
  }

  private async lookAtLeg(request: TransferRequest): Promise<boolean> {
    const leg = await this.money.payouts.load(legOf(request.transferId));
    const now = this.clock.now();
    switch (leg.status) {
      case 'settled': {
        const { providerId, evidence } = leg;
        // The payouts' worker captures it too; done here as well, transit never gives what it has not got.
        await this.money.funds.capture(leg);
        return this.record(request, { type: 'RecordLegSettled', data: { providerId, evidence, now } });
      }
      case 'released':
        return this.record(request, { type: 'RecordLegFailed', data: { code: leg.failureCode, now } });
      case 'rejected':
        return this.record(request, { type: 'RecordLegFailed', data: { code: leg.rejection.code, now } });
      case 'absent':
      case 'requested':
      case 'reserved':
      case 'submitted':
      case 'bound':
        return false;
    }
  }

  /** Once per reference, whoever repeats it. */
  private async credit(request: TransferRequest, { evidence }: TransferLegSettled): Promise<boolean> {
    const { transferId, toWalletId, toOperatorId: operatorId, amount } = request;
    const now = this.clock.now();
    const data = {
      from: transit(transferId),
      amount,
      reason: 'transfer-in',
      reference: transferId,
      evidence,
      now,
    } as const;
    const key = { walletId: toWalletId, asset: amount.asset };
    const cause = { id: transferId, operatorId };
    const credited = await this.money.accounts.execute(key, { type: 'Credit', data }, cause);
    if (credited.outcome === 'rejected') throw new TransferDefect(transferId, credited.rejection.code);
    return this.record(request, { type: 'RecordCredited', data: { now } });
  }

  private async record(request: TransferRequest, command: TransferCommand): Promise<boolean> {
    const { transferId, fromOperatorId: onBehalfOf } = request;
    const recorded = await this.store.execute({
      streamName: transferStream(transferId),
      decider: transferDecider,
      codec: transferCodec,
      command,
      metadata: { correlationId: transferId, causationId: transferId, actor: 'worker', onBehalfOf },
    });
    if (recorded.outcome === 'rejected') throw new TransferDefect(transferId, recorded.rejection.code);
    return true;
  }
}

function legRequest(request: TransferRequest): PayoutRequest {
  const { transferId, toWalletId, fromWalletId, fromOperatorId, providerWalletId } = request;
  const { amount, destination, reference, idempotencyKey, requestHash, requestedAt } = request;
  return {
    payoutId: legOf(transferId),
    operatorId: fromOperatorId,
    purpose: { kind: 'transfer', transferId, toWalletId },
    walletId: fromWalletId,
    providerWalletId,
    amount,
    destination,
    reference,
    idempotencyKey,
    requestHash,
    requestedAt,
  };
}

/** Streams disagree about a transfer: a broken invariant, never a normal day. */
class TransferDefect extends Error {
  override readonly name = 'TransferDefect';

  constructor(transferId: string, code: string) {
    super(`A step of ${transferId} is refused: ${code}`);
  }
}
