import type { CommandBus } from '@nestjs/cqrs';
import type { DepositHint, DepositHints, HintOutcome } from '#libs/deposits/deposit-hints.js';
import { TerminalUnavailable } from '#libs/deposits/terminal-source.js';
import type { GateStreams } from '#libs/gate/gate-streams.js';
import type { LookAtFee } from '#libs/fees/look-at-fee.reactor.js';
import { AdvancePayoutCommand } from '#libs/payouts/advance-payout.handler.js';
import { AdvanceSwapCommand } from '#libs/swaps/advance-swap.handler.js';
import type { AdvanceSweep } from '#libs/sweeps/advance-sweep.reactor.js';
import { HintTargets, type Hint, type LookUp } from '#libs/webhooks-in/hint-targets.js';

/** Who carries on what a webhook is about. */
export interface HintLookers {
  readonly commands: CommandBus;
  readonly sweeps: AdvanceSweep;
  readonly fees: LookAtFee;
  /** Undefined where no deposits are kept. */
  readonly deposits?: DepositHints | undefined;
}

/** Who looks when a webhook hints at something. The gate's stream says whose a transaction of the provider is. */
export class WebhookHints extends HintTargets {
  constructor(
    private readonly gate: GateStreams,
    private readonly lookers: HintLookers,
  ) {
    super();
  }

  /** @throws when whoever was asked could not learn anything now. */
  async lookUp(hint: Hint): Promise<LookUp> {
    return hint.kind === 'transaction' ? this.transaction(hint.subjectId) : this.deposit(hint);
  }

  private async transaction(providerId: string): Promise<LookUp> {
    const { commands, fees, sweeps } = this.lookers;
    const gateCase = await this.gate.load(providerId);
    if (gateCase.status === 'sweep-approved') {
      await fees.look({ kind: 'sweep', movementId: providerId, providerId });
      await sweeps.advance(providerId);
      return { outcome: 'looked-up', triggered: `sweep ${providerId}` };
    }
    if ('swapId' in gateCase) {
      const { swapId } = gateCase;
      await fees.look({ kind: 'swap', movementId: swapId, providerId });
      await commands.execute(new AdvanceSwapCommand(swapId));
      return { outcome: 'looked-up', triggered: `swap ${swapId}` };
    }
    if (!('payoutId' in gateCase)) return { outcome: 'not-ours', detail: `the gate has it as ${gateCase.status}` };
    const { payoutId } = gateCase;
    // Only what has ended is looked at for its fee: the provider also reports corrections of it.
    await fees.look({ kind: 'payout', movementId: payoutId, providerId });
    await commands.execute(new AdvancePayoutCommand(payoutId));
    return { outcome: 'looked-up', triggered: `payout ${payoutId}` };
  }

  private async deposit({ kind, subjectId: providerId, widgetId }: Hint): Promise<LookUp> {
    const { deposits } = this.lookers;
    if (!deposits) return { outcome: 'not-ours', detail: 'no deposits are kept here' };
    const hint = { kind: kind === 'purchase' ? kind : 'incoming-transaction', providerId } as const;
    const found = await this.refresh(deposits, widgetId === undefined ? hint : { ...hint, widgetId });
    if (found === 'unavailable') return { outcome: found, reason: 'the Terminal did not answer' };
    if (found === 'not-found') return { outcome: 'not-ours', detail: 'the provider knows no such thing' };
    return { outcome: 'looked-up', triggered: `${kind} ${providerId}: ${found}` };
  }

  private async refresh(deposits: DepositHints, hint: DepositHint): Promise<HintOutcome | 'unavailable'> {
    try {
      return await deposits.refresh(hint);
    } catch (error) {
      if (error instanceof TerminalUnavailable) return 'unavailable';
      throw error;
    }
  }
}
