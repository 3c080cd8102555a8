import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client/core';
import { OperationTypeNode, print, type DocumentNode } from 'graphql';
import { from, map, tap } from 'rxjs';
import { printJson } from '../lossless-json.js';
import { boundedRequest, type HttpBounds } from './bounded-request.js';
import type { Exchange } from './exchange.js';
import { readGraphqlBody } from './graphql-body.js';

export interface GraphqlRequest {
  readonly document: DocumentNode;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly bearer: string;
}

interface ExchangeContext {
  readonly bearer: string;
  readonly report: (exchange: Exchange) => void;
}

/** Sends documents as they were written: Apollo's own cache adds `__typename` to every selection. */
class DocumentKeepingCache extends InMemoryCache {
  override transformDocument(document: DocumentNode): DocumentNode {
    return document;
  }
}

/**
 * Apollo Client without what makes it dangerous for payments: no cache, no merging of equal requests, and its link
 * reports the whole exchange, because with `errorPolicy: 'all'` Apollo itself resolves on a 502.
 */
export class GraphqlClient {
  readonly #apollo: ApolloClient;

  constructor(url: string, bounds: HttpBounds) {
    this.#apollo = new ApolloClient({
      link: exchangeLink(url, bounds),
      cache: new DocumentKeepingCache(),
      queryDeduplication: false,
      devtools: { enabled: false },
    });
  }

  /** One request, once: nothing here retries. Rejects only on a defect of ours, before anything was sent. */
  async send({ document, variables, bearer }: GraphqlRequest): Promise<Exchange> {
    const seen: { exchange?: Exchange } = {};
    const context: ExchangeContext = { bearer, report: (exchange) => (seen.exchange = exchange) };
    try {
      await this.#run(document, { variables: { ...variables }, context });
    } catch (error) {
      if (!seen.exchange) throw error;
    }
    return seen.exchange ?? { kind: 'lost', observation: 'exchange-not-reported' };
  }

  #run(document: DocumentNode, options: { variables: Record<string, unknown>; context: ExchangeContext }) {
    const policies = { fetchPolicy: 'no-cache', errorPolicy: 'all' } as const;
    return isMutation(document)
      ? this.#apollo.mutate({ mutation: document, ...options, ...policies })
      : this.#apollo.query({ query: document, ...options, ...policies });
  }
}

function exchangeLink(url: string, bounds: HttpBounds): ApolloLink {
  return new ApolloLink((operation) => {
    const context = operation.getContext();
    const bearer: ExchangeContext['bearer'] = context['bearer'];
    const report: ExchangeContext['report'] = context['report'];
    const body = printJson({ query: print(operation.query), variables: operation.variables });
    return from(exchangeOnce(url, { body, bearer }, bounds)).pipe(tap(report), map(toResult));
  });
}

async function exchangeOnce(
  url: string,
  request: { body: string; bearer: string },
  bounds: HttpBounds,
): Promise<Exchange> {
  const outcome = await boundedRequest(url, { method: 'POST', ...request }, bounds);
  if (outcome.kind !== 'answered') return outcome;
  const { http, bytes, contentType } = outcome;
  return { kind: 'answered', http, body: readGraphqlBody(bytes, contentType, request.bearer) };
}

/** For links and tools that look at Apollo's results; ours read the exchange. */
function toResult(exchanged: Exchange): ApolloLink.Result {
  const body = exchanged.kind === 'answered' ? exchanged.body : undefined;
  const errors = (body?.errors ?? []).map(({ text }) => ({ message: text }));
  return { data: body?.data ?? null, ...(errors.length > 0 && { errors }) };
}

function isMutation(document: DocumentNode): boolean {
  return document.definitions.some((each) => 'operation' in each && each.operation === OperationTypeNode.MUTATION);
}
