import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { fundingCodec, fundingStream } from '#libs/operators/funding.codec.js';
import type { RecordedFunding } from '#libs/operators/funding.handlers.js';
import { fundingDecider } from '#libs/operators/funding.js';

const fundingIdFormat = /^fund_[a-z2-7]{26}$/;

/** As it is in the log now. Undefined for what does not exist and for another operator's. */
export class FindFunding extends Query<RecordedFunding | undefined> {
  constructor(
    readonly operatorId: string,
    readonly fundingId: string,
  ) {
    super();
  }
}

@QueryHandler(FindFunding)
export class FindFundingHandler implements IQueryHandler<FindFunding> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ operatorId, fundingId }: FindFunding): Promise<RecordedFunding | undefined> {
    if (!fundingIdFormat.test(fundingId)) return undefined;
    const { state } = await this.aggregates.load(fundingStream(fundingId), fundingDecider, fundingCodec);
    return state.status !== 'absent' && state.funded.operatorId === operatorId ? state : undefined;
  }
}
