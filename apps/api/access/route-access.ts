import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiHeader } from '@nestjs/swagger';
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
    /** Whoever approves what the caller asks for, by a key of his own. */
    approver?: Caller;
  }
}

export const Public = (): MethodDecorator => RouteConfig({ access: 'public' });

/** A URL that cannot be read is refused on every route. */
const refusals = ['invalid_request', 'authentication_failed'] as const;

export const Authenticated = (): MethodDecorator =>
  applyDecorators(RouteConfig({ access: 'authenticated' }), ApiBearerAuth(), ApiProblems(...refusals));

/** The platform's own business: a tenant's key is refused. */
export const PlatformOnly = (): MethodDecorator =>
  applyDecorators(
    RouteConfig({ access: 'platform' }),
    ApiBearerAuth(),
    ApiProblems(...refusals, 'forbidden_for_tenant'),
  );

/** What one person may not do alone: another one's key says that he approves. */
export const ApprovedByAnother = (): MethodDecorator =>
  ApiHeader({
    name: 'Approval-Authorization',
    description: 'Where two people are needed: `Bearer` and the platform key of the other one.',
    schema: { type: 'string', example: 'Bearer pk_test_…' },
  });

/** The caller of an authenticated route. */
export const CallerOf = createParamDecorator(
  (_: unknown, context: ExecutionContext): Caller => peopleOf(context).caller,
);

/** Who asks, and who approves it, if anybody does. */
export interface People {
  readonly caller: Caller;
  readonly approver: Caller | undefined;
}

/** The caller of an authenticated route, and who approved what he asks for. */
export const PeopleOf = createParamDecorator((_: unknown, context: ExecutionContext): People => peopleOf(context));

function peopleOf(context: ExecutionContext): People {
  const { caller, approver } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('A route without authentication asked for its caller');
  return { caller, approver };
}

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
    if (request.routeOptions.config.access === 'platform') checkRole(caller);
    request.caller = caller;
    const approver = approverOf(request, keys);
    if (approver) request.approver = approver;
  });
}

/** @throws what a key that is not valid, or is no platform key, gets as the caller's as well. */
function approverOf({ headers }: FastifyRequest, keys: ApiKeys): Caller | undefined {
  const approval = headers['approval-authorization'];
  if (approval === undefined) return undefined;
  const approver = typeof approval === 'string' ? keys.authenticate(approval) : undefined;
  if (!approver) throw authenticationFailed();
  checkRole(approver);
  return approver;
}

function checkRole({ role }: Caller): void {
  if (role !== 'platform') throw new ApiProblem('forbidden_for_tenant', 'This is for keys with the platform role.');
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
