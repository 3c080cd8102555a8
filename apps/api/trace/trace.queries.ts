import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { EventStreams } from '#libs/event-streams/event-streams.js';
import { Database } from '#libs/read-store/database.js';
import { ChainReader } from '#libs/trace/chain-reader.js';
import { distinctResources, traceOf, type Trace } from '#libs/trace/trace.js';
import { ReadModelChainIndex } from '#projections/references/chain-index.queries.js';
import { findReferences, type Looker } from '#projections/references/references.queries.js';

/** A player or an address may stand for many; the newest are what is asked for. */
export const traces_max = 10;

export interface FoundTraces {
  readonly traces: readonly Trace[];
  readonly hasMore: boolean;
}

export class FindTraces extends Query<FoundTraces> {
  constructor(
    readonly looker: Looker,
    readonly reference: string,
  ) {
    super();
  }
}

@QueryHandler(FindTraces)
export class FindTracesHandler implements IQueryHandler<FindTraces> {
  constructor(
    private readonly database: Database,
    private readonly streams: EventStreams,
  ) {}

  /** Only what the looker may find is traced; a chain does not leave the operator it began with. */
  async execute({ looker, reference }: FindTraces): Promise<FoundTraces> {
    const found = distinctResources(await findReferences(this.database, looker, reference));
    const reader = new ChainReader(this.streams, new ReadModelChainIndex(this.database, looker.role));
    const traces: Trace[] = [];
    for (const resource of found.slice(0, traces_max)) traces.push(await traceOf(reader, resource));
    return { traces, hasMore: found.length > traces_max };
  }
}
