import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#libs/read-store/database.js';
import { findReferences, type FoundReference, type Looker } from '#projections/references/references.queries.js';

export class FindReferences extends Query<readonly FoundReference[]> {
  constructor(
    readonly looker: Looker,
    readonly reference: string,
  ) {
    super();
  }
}

@QueryHandler(FindReferences)
export class FindReferencesHandler implements IQueryHandler<FindReferences> {
  constructor(private readonly database: Database) {}

  async execute({ looker, reference }: FindReferences): Promise<readonly FoundReference[]> {
    return findReferences(this.database, looker, reference);
  }
}
