import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AdvanceSwap } from './advance-swap.reactor.js';

/** Carry this swap as far as it can go now. */
export class AdvanceSwapCommand extends Command<void> {
  constructor(readonly swapId: string) {
    super();
  }
}

@CommandHandler(AdvanceSwapCommand)
export class AdvanceSwapHandler implements ICommandHandler<AdvanceSwapCommand> {
  constructor(private readonly swaps: AdvanceSwap) {}

  execute({ swapId }: AdvanceSwapCommand): Promise<void> {
    return this.swaps.advance(swapId);
  }
}
