import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AdvancePayout } from './advance-payout.reactor.js';
import type { PayoutPurpose } from './payout.events.js';

/** Carry this payout as far as it can go now. */
export class AdvancePayoutCommand extends Command<PayoutPurpose | undefined> {
  constructor(readonly payoutId: string) {
    super();
  }
}

@CommandHandler(AdvancePayoutCommand)
export class AdvancePayoutHandler implements ICommandHandler<AdvancePayoutCommand> {
  constructor(private readonly payouts: AdvancePayout) {}

  execute({ payoutId }: AdvancePayoutCommand): Promise<PayoutPurpose | undefined> {
    return this.payouts.advance(payoutId);
  }
}
