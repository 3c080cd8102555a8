import { describe, expect, it } from '@jest/globals';
import { problemBody, problemStatus } from './problem.js';

describe('API-08 the body of an error', () => {
  it('has the shape of the interface', () => {
    expect(
      problemBody({ code: 'rate_limited', message: 'Slow down', requestId: 'r1', docsUrl: 'https://a.example/docs/' }),
    ).toEqual({
      error: {
        code: 'rate_limited',
        message: 'Slow down',
        http_status: 429,
        docs_url: 'https://a.example/docs/errors/rate_limited',
        request_id: 'r1',
      },
    });
  });

  it('API-09 … API-17 have their statuses', () => {
    expect(problemStatus).toMatchObject({
      invalid_request: 400,
      authentication_failed: 401,
      forbidden_for_tenant: 403,
      resource_not_found: 404,
      idempotency_conflict: 409,
      player_limit_exceeded: 422,
      method_unavailable: 422,
      rate_limited: 429,
      route_degraded: 503,
    });
  });
});
