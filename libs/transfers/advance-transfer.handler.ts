import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AdvanceTransfer } from './advance-transfer.reactor.js';

/** Carry this transfer as far as it can go now. */
export class AdvanceTransferCommand extends Command<void> {
  constructor(readonly transferId: string) {
    super();
  }
}

@CommandHandler(AdvanceTransferCommand)
export class AdvanceTransferHandler implements ICommandHandler<AdvanceTransferCommand> {
  constructor(private readonly transfers: AdvanceTransfer) {}

  execute({ transferId }: AdvanceTransferCommand): Promise<void> {
    return this.transfers.advance(transferId);
  }
}
