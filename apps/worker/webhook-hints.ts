import type { CommandBus } from '@nestjs/cqrs';
import type { GateStreams } from '#libs/gate/gate-streams.js';
import { AdvancePayoutCommand } from '#libs/payouts/advance-payout.handler.js';
import { HintTargets, type Hint, type LookUp } from '#libs/webhooks-in/hint-targets.js';

/** Who looks when a webhook hints at something. The gate's stream says whose a transaction of the provider is. */
export class WebhookHints extends HintTargets {
  constructor(
    private readonly gate: GateStreams,
    private readonly commands: CommandBus,
  ) {
    super();
  }

  async lookUp({ kind, subjectId }: Hint): Promise<LookUp> {
    if (kind !== 'transaction') return { outcome: 'not-ours', detail: 'no deposits are kept here' };
    const gateCase = await this.gate.load(subjectId);
    if (!('payoutId' in gateCase)) return { outcome: 'not-ours', detail: `the gate has it as ${gateCase.status}` };
    await this.commands.execute(new AdvancePayoutCommand(gateCase.payoutId));
    return { outcome: 'looked-up', triggered: `payout ${gateCase.payoutId}` };
  }
}
