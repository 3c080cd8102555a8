import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import type { EventMetadata } from '#libs/event-streams/event-streams.js';
import { addressBookCodec, addressBookStream } from './address-book.codec.js';
import {
  addressBookDecider,
  type AddressBook,
  type AddressBookCommand,
  type AddressBookRejection,
} from './address-book.js';
import { isRegistered } from './registered-operator-streams.js';

export type ChangeAddressBookRejection = AddressBookRejection | { readonly code: 'operator-not-found' };

export type ChangeAddressBookOutcome =
  | { readonly ok: true; readonly book: AddressBook }
  | { readonly ok: false; readonly rejection: ChangeAddressBookRejection };

export class ChangeAddressBook extends Command<ChangeAddressBookOutcome> {
  constructor(
    readonly change: AddressBookCommand,
    readonly metadata: EventMetadata,
  ) {
    super();
  }
}

@CommandHandler(ChangeAddressBook)
export class ChangeAddressBookHandler implements ICommandHandler<ChangeAddressBook> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** @throws StoreUnavailable: changed or not; the same command again finds out (F1.3). */
  async execute({ change: command, metadata }: ChangeAddressBook): Promise<ChangeAddressBookOutcome> {
    const { operatorId } = command.data;
    if (!(await isRegistered(this.aggregates, operatorId)))
      return { ok: false, rejection: { code: 'operator-not-found' } };
    const executed = await this.aggregates.execute({
      streamName: addressBookStream(operatorId),
      decider: addressBookDecider,
      codec: addressBookCodec,
      command,
      metadata,
    });
    if (executed.outcome === 'rejected') return { ok: false, rejection: executed.rejection };
    return { ok: true, book: executed.state };
  }
}
