import type { CommandBus } from '@nestjs/cqrs';
import type { DepositHint, DepositHints, HintOutcome } from '#libs/deposits/deposit-hints.js';
import { TerminalUnavailable } from '#libs/deposits/terminal-source.js';
import type { GateStreams } from '#libs/gate/gate-streams.js';
import { AdvancePayoutCommand } from '#libs/payouts/advance-payout.handler.js';
import { AdvanceSwapCommand } from '#libs/swaps/advance-swap.handler.js';
import { HintTargets, type Hint, type LookUp } from '#libs/webhooks-in/hint-targets.js';

/** Who looks when a webhook hints at something. The gate's stream says whose a transaction of the provider is. */
export class WebhookHints extends HintTargets {
  constructor(
    private readonly gate: GateStreams,
    private readonly commands: CommandBus,
    private readonly deposits?: DepositHints,
  ) {
    super();
  }

  /** @throws when whoever was asked could not learn anything now. */
  async lookUp(hint: Hint): Promise<LookUp> {
    return hint.kind === 'transaction' ? this.transaction(hint.subjectId) : this.deposit(hint);
  }

  private async transaction(providerId: string): Promise<LookUp> {
    const gateCase = await this.gate.load(providerId);
    if ('swapId' in gateCase) {
      await this.commands.execute(new AdvanceSwapCommand(gateCase.swapId));
      return { outcome: 'looked-up', triggered: `swap ${gateCase.swapId}` };
    }
    if (!('payoutId' in gateCase)) return { outcome: 'not-ours', detail: `the gate has it as ${gateCase.status}` };
    await this.commands.execute(new AdvancePayoutCommand(gateCase.payoutId));
    return { outcome: 'looked-up', triggered: `payout ${gateCase.payoutId}` };
  }

  private async deposit({ kind, subjectId: providerId, widgetId }: Hint): Promise<LookUp> {
    if (!this.deposits) return { outcome: 'not-ours', detail: 'no deposits are kept here' };
    const hint = { kind: kind === 'purchase' ? kind : 'incoming-transaction', providerId } as const;
    const found = await this.refresh(this.deposits, widgetId === undefined ? hint : { ...hint, widgetId });
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
