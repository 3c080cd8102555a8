import type { FastifyReply } from 'fastify';
import type { ApiProblem } from './api-problem.js';
import { problemStatus } from './problem.codes.js';
import type { ProblemDto } from './problem.dto.js';

interface About {
  readonly requestId: string;
  readonly docsUrl: string;
}

/** The one way in which an error leaves (API-08). */
export function sendProblem(reply: FastifyReply, problem: ApiProblem, about: About): void {
  void reply.status(problemStatus[problem.code]).headers(problem.headers).send(problemBody(problem, about));
}

export function problemBody({ code, message, details }: ApiProblem, { requestId, docsUrl }: About): ProblemDto {
  return {
    error: {
      code,
      message,
      http_status: problemStatus[code],
      docs_url: `${docsUrl}/errors#${code}`,
      request_id: requestId,
      ...(details.length > 0 && { details }),
    },
  };
}
