import type { CommandBus } from '@nestjs/cqrs';
import type { GateStreams } from '#libs/gate/gate-streams.js';
import { AdvancePayoutCommand } from '#libs/payouts/advance-payout.handler.js';
import { HintTargets, type Hint, type LookUp } from '#libs/webhooks-in/hint-targets.js';

/** What `DepositHints` of libs/deposits does. */
interface Deposits {
  refresh(hint: {
    readonly kind: 'incoming-transaction' | 'purchase';
    readonly providerId: string;
    readonly widgetId?: string;
  }): Promise<'applied' | 'unchanged' | 'not-found' | 'review'>;
}

/** Who looks when a webhook hints at something. The gate's stream says whose a transaction of the provider is. */
export class WebhookHints extends HintTargets {
  constructor(
    private readonly gate: GateStreams,
    private readonly commands: CommandBus,
    private readonly deposits?: Deposits,
  ) {
    super();
  }

  /** @throws when whoever was asked could not learn anything now. */
  async lookUp(hint: Hint): Promise<LookUp> {
    return hint.kind === 'transaction' ? this.payout(hint.subjectId) : this.deposit(hint);
  }

  private async payout(providerId: string): Promise<LookUp> {
    const gateCase = await this.gate.load(providerId);
    if (!('payoutId' in gateCase)) return { outcome: 'not-ours', detail: `the gate has it as ${gateCase.status}` };
    await this.commands.execute(new AdvancePayoutCommand(gateCase.payoutId));
    return { outcome: 'looked-up', triggered: `payout ${gateCase.payoutId}` };
  }

  private async deposit({ kind, subjectId: providerId, widgetId }: Hint): Promise<LookUp> {
    if (!this.deposits) return { outcome: 'not-ours', detail: 'no deposits are kept here' };
    const found = await this.deposits.refresh({
      kind: kind === 'purchase' ? kind : 'incoming-transaction',
      providerId,
      ...(widgetId !== undefined && { widgetId }),
    });
    if (found === 'not-found') return { outcome: 'not-ours', detail: 'the provider knows no such thing' };
    return { outcome: 'looked-up', triggered: `${kind} ${providerId}: ${found}` };
  }
}
