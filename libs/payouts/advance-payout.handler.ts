import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AdvancePayout } from './advance-payout.reactor.js';

/** Carry this payout as far as it can go now. */
export class AdvancePayoutCommand extends Command<void> {
  constructor(readonly payoutId: string) {
    super();
  }
}

@CommandHandler(AdvancePayoutCommand)
export class AdvancePayoutHandler implements ICommandHandler<AdvancePayoutCommand> {
  constructor(private readonly payouts: AdvancePayout) {}

  execute({ payoutId }: AdvancePayoutCommand): Promise<void> {
    return this.payouts.advance(payoutId);
  }
}
