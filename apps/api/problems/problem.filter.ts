import { Catch, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '#libs/platform/logging.js';
import type { KnownRoutes } from '../http/known-routes.js';
import { ApiProblem } from './api-problem.js';
import { sendProblem } from './problem.answer.js';
import { problemStatus } from './problem.codes.js';
import { toProblem } from './to-problem.js';

/** Every error leaves in the shape of S1 (API-08), without a word about our insides (S-41). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    private readonly docsUrl: string,
    private readonly routes: KnownRoutes,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const problem = this.wrongMethod(error, request) ?? toProblem(error);
    const { code } = problem;
    if (problemStatus[code] >= 500) this.log.error('request-failed', { requestId: request.id, code, error });
    sendProblem(http.getResponse<FastifyReply>(), problem, { requestId: request.id, docsUrl: this.docsUrl });
  }

  /** The router knows no difference between an unknown path and an unknown method of it. */
  private wrongMethod(error: unknown, { is404, url }: FastifyRequest): ApiProblem | undefined {
    if (!is404 || !(error instanceof NotFoundException)) return undefined;
    const allow = this.routes.methodsOf(url).join(', ');
    const message = 'This path does not have this method.';
    return allow === '' ? undefined : new ApiProblem('method_not_allowed', message, { headers: { allow } });
  }
}
