import {
  getOperationAST,
  GraphQLError,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { badRequest } from './errors.js';

const documents_max = 500;

const body = z.looseObject({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** A request that fits the schema; nothing is executed yet. */
export interface Call {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The names of the fields it asks the root for. */
  readonly fields: readonly string[];
}

/** Parses and validates requests; texts that were seen before are looked up. */
export class CallReader {
  private readonly documents = new LRUCache<string, DocumentNode>({ max: documents_max });

  constructor(private readonly schema: GraphQLSchema) {}

  /** @throws RefusedError with HTTP 400. */
  read(json: unknown): Call {
    const { data } = body.safeParse(json);
    if (!data) throw badRequest('BAD_REQUEST', [new GraphQLError('The body is not a GraphQL request.')]);
    const document = this.documents.get(data.query) ?? this.parse(data.query);
    const operation = getOperationAST(document, data.operationName);
    if (!operation) throw badRequest('OPERATION_RESOLUTION_FAILURE', [new GraphQLError('Unknown operation.')]);
    return {
      document,
      operationName: data.operationName ?? undefined,
      variables: data.variables ?? {},
      fields: [...new Set(rootFields(document, operation))],
    };
  }

  private parse(query: string): DocumentNode {
    const document = tryParse(query);
    const problems = validate(this.schema, document);
    if (problems.length > 0) throw badRequest('GRAPHQL_VALIDATION_FAILED', problems);
    this.documents.set(query, document);
    return document;
  }
}

function tryParse(query: string): DocumentNode {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) throw badRequest('GRAPHQL_PARSE_FAILED', [error]);
    throw error;
  }
}

function rootFields(document: DocumentNode, { selectionSet }: OperationDefinitionNode): string[] {
  const fieldsOf = (set: SelectionSetNode): string[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection.name.value];
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet);
      const fragment = document.definitions.find(
        (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value,
      );
      return fragment?.kind === Kind.FRAGMENT_DEFINITION ? fieldsOf(fragment.selectionSet) : [];
    });
  return fieldsOf(selectionSet);
}
