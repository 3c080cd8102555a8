import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { addressBookCodec, addressBookStream } from '#libs/operators/address-book.codec.js';
import { addressBookDecider, type AddressBook } from '#libs/operators/address-book.js';
import { operatorCodec, operatorStream } from '#libs/operators/operator.codec.js';
import { operatorDecider, type Operator } from '#libs/operators/operator.js';
import { Database } from '#libs/read-store/database.js';
import { listOperatorIds } from '#projections/operators/operators.queries.js';
import { pageOf, type Page, type PageRequest } from '../reading/page.js';

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

export const operatorIdFormat = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

/** Which operators there are, the read model says; how each of them stands, the log. */
export class ListOperators extends Query<Page<Operator>> {
  constructor(readonly page: PageRequest) {
    super();
  }
}

@QueryHandler(ListOperators)
export class ListOperatorsHandler implements IQueryHandler<ListOperators> {
  constructor(
    private readonly database: Database,
    private readonly aggregates: AggregateStore,
  ) {}

  async execute({ page: { after, limit } }: ListOperators): Promise<Page<Operator>> {
    const place = after && { registeredAt: after.createdAt, operatorId: after.id };
    const ids = await listOperatorIds(this.database, { after: place, limit: limit + 1 });
    const loaded = ids.map(async (id) => this.aggregates.load(operatorStream(id), operatorDecider, operatorCodec));
    return pageOf(await Promise.all(loaded), limit, ({ state }) => state);
  }
}
