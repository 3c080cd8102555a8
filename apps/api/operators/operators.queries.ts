import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { addressBookCodec, addressBookStream } from '#libs/operators/address-book.codec.js';
import { addressBookDecider, type AddressBook } from '#libs/operators/address-book.js';
import { operatorCodec, operatorStream } from '#libs/operators/operator.codec.js';
import { operatorDecider, type Operator } from '#libs/operators/operator.js';

/** An operator and its address book, as they are in the log now: nothing of a moment ago is missing. */
export interface OperatorInLog {
  readonly operator: Operator;
  readonly book: AddressBook;
}

export class FindOperator extends Query<OperatorInLog> {
  constructor(readonly operatorId: string) {
    super();
  }
}

@QueryHandler(FindOperator)
export class FindOperatorHandler implements IQueryHandler<FindOperator> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ operatorId }: FindOperator): Promise<OperatorInLog> {
    const [operator, book] = await Promise.all([
      this.aggregates.load(operatorStream(operatorId), operatorDecider, operatorCodec),
      this.aggregates.load(addressBookStream(operatorId), addressBookDecider, addressBookCodec),
    ]);
    return { operator: operator.state, book: book.state };
  }
}
