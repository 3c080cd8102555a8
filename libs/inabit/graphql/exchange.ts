/** What the transport knows about an answer, whatever its body says. */
export interface HttpFacts {
  readonly status: number;
  /** Hex, over the decoded bytes of the body; absent when the body did not arrive whole. */
  readonly bodySha256?: string;
  readonly retryAfterSeconds?: number;
}

/** One GraphQL error with the texts that inabit uses, shortened and without tokens. */
export interface GraphqlError {
  readonly code: string | undefined;
  /** `extensions.message` where there is one: inabit puts the human text there. */
  readonly text: string;
  /** How deep the failed field lies: 1 is a root field; undefined when the error belongs to no field. */
  readonly depth: number | undefined;
}

export interface GraphqlBody {
  /** As sent; numbers are `LosslessNumber`. */
  readonly data: Readonly<Record<string, unknown>> | null | undefined;
  readonly errors: readonly GraphqlError[];
}

/** A whole answer; `body` is undefined when it is not GraphQL: empty, HTML, cut off, another content type. */
export interface Answered {
  readonly kind: 'answered';
  readonly http: HttpFacts;
  readonly body: GraphqlBody | undefined;
}

/**
 * What came of one request: it certainly did not leave (`not-sent`), it may have arrived but no whole answer came back
 * (`lost`), or it was answered.
 */
export type Exchange =
  | { readonly kind: 'not-sent'; readonly observation: string }
  | { readonly kind: 'lost'; readonly observation: string; readonly http?: HttpFacts }
  | Answered;
