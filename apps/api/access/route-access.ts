import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { ApiProblem } from '../problems/api-problem.js';
import { ApiProblems } from '../problems/problem.responses.js';
import type { ApiKeys, Caller } from './api-keys.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call a route. Every route has to say it (S-08). */
    access?: 'public' | 'authenticated' | 'platform';
  }
  interface FastifyRequest {
    caller?: Caller;
  }
}

export const Public = (): MethodDecorator => RouteConfig({ access: 'public' });

export const Authenticated = (): MethodDecorator =>
  applyDecorators(RouteConfig({ access: 'authenticated' }), ApiBearerAuth(), ApiProblems('authentication_failed'));

/** The platform's own business: a tenant's key is refused. */
export const PlatformOnly = (): MethodDecorator =>
  applyDecorators(
    RouteConfig({ access: 'platform' }),
    ApiBearerAuth(),
    ApiProblems('authentication_failed', 'forbidden_for_tenant'),
  );

/** The caller of an authenticated route. */
export const CallerOf = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('A route without authentication asked for its caller');
  return caller;
});

/**
 * The one place that lets requests in, before their bodies are read. A route that does not say who may call it ends the
 * start (S-08); what is not said to be public needs a key.
 */
export function controlAccess(server: FastifyInstance, keys: ApiKeys): void {
  server.addHook('onRoute', requireAccess);
  server.addHook('onRequest', async (request) => {
    if (request.is404 || request.routeOptions.config.access === 'public') return;
    const caller = keys.authenticate(request.headers.authorization);
    if (!caller) throw authenticationFailed();
    if (request.routeOptions.config.access === 'platform' && caller.role !== 'platform')
      throw new ApiProblem('forbidden_for_tenant', 'This is for keys with the platform role.');
    request.caller = caller;
  });
}

/** What the documentation page brings along; nobody could decorate it. */
const documentation = /^\/(?:docs(?:\/(?!errors)|$)|openapi\.json$)/;

function requireAccess(route: RouteOptions): void {
  if (documentation.test(route.url)) route.config = { ...route.config, access: 'public' };
  if (!route.config?.access) throw new Error(`${String(route.method)} ${route.url} does not say who may call it`);
}

function authenticationFailed(): ApiProblem {
  return new ApiProblem('authentication_failed', 'The API key is missing or not valid.', {
    headers: { 'www-authenticate': 'Bearer' },
  });
}
