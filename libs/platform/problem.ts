/** Every code of an error that our API answers with, and its HTTP status (API-09 … API-17; S-41 for the last). */
export const problemStatus = {
  invalid_request: 400,
  authentication_failed: 401,
  forbidden_for_tenant: 403,
  resource_not_found: 404,
  idempotency_conflict: 409,
  player_limit_exceeded: 422,
  method_unavailable: 422,
  rate_limited: 429,
  route_degraded: 503,
  internal_error: 500,
} as const;

export type ProblemCode = keyof typeof problemStatus;

/** The body of every error (API-08). */
export interface ProblemBody {
  readonly error: {
    readonly code: ProblemCode;
    /** For a developer; says what to do, and nothing about our insides (S-41). */
    readonly message: string;
    readonly http_status: number;
    /** What this code means (API-18). */
    readonly docs_url: string;
    /** Names this request in our log. */
    readonly request_id: string;
  };
}

export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly requestId: string;
  /** Where the documentation is served: `https://api.example/docs`. */
  readonly docsUrl: string;
}

export function problemBody({ code, message, requestId, docsUrl }: Problem): ProblemBody {
  return {
    error: {
      code,
      message,
      http_status: problemStatus[code],
      docs_url: `${docsUrl.replace(/\/+$/, '')}/errors/${code}`,
      request_id: requestId,
    },
  };
}
