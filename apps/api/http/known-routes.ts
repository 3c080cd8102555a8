import type { FastifyInstance } from 'fastify';

/** Which methods each path has, to tell an unknown path from an unknown method. */
export class KnownRoutes {
  private readonly routes: { readonly path: RegExp; readonly method: string }[] = [];

  constructor(server: FastifyInstance) {
    server.addHook('onRoute', ({ url, method }) => {
      const methods = typeof method === 'string' ? [method] : method;
      this.routes.push(...methods.map((each) => ({ path: pattern(url), method: each })));
    });
  }

  /** For the `Allow` header; empty when there is no such path. */
  methodsOf(url: string): readonly string[] {
    const path = url.split('?')[0] ?? '';
    const methods = this.routes.filter((route) => route.path.test(path)).map(({ method }) => method);
    return [...new Set(methods)].toSorted();
  }
}

function pattern(url: string): RegExp {
  const literal = url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replace(/:\w+/g, '[^/]+')}$`);
}
