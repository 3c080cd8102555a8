import { execute, type GraphQLSchema } from 'graphql';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseExact, printExact } from '#apps/inabit-sandbox/exact/exact-json.js';
import { plainPlan, type RawResponse } from '#apps/inabit-sandbox/scenarios/plan.js';
import { takeScenario } from '#apps/inabit-sandbox/scenarios/take-scenario.js';
import type { Tokens } from '#apps/inabit-sandbox/tokens/tokens.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import type { Withdrawals } from '#apps/inabit-sandbox/withdrawals/withdrawals.js';
import { checkAccess } from './access.js';
import type { CallContext } from './call-context.js';
import { formatError, RefusedError, type Refusal } from './errors.js';
import { CallReader, type Call } from './read-call.js';
import { rootResolvers } from './resolvers.js';
import { platformSchema } from './schema.js';
import { sendAnswer } from './send-answer.js';

/** `POST /graphql`: read, check access, take a scenario, execute, answer as the scenario wants. */
export class PlatformApi {
  private readonly schema: GraphQLSchema = platformSchema();
  private readonly reader = new CallReader(this.schema);
  private readonly root: ReturnType<typeof rootResolvers>;

  constructor(
    private readonly store: WorldStore,
    private readonly tokens: Tokens,
    withdrawals: Withdrawals,
  ) {
    this.root = rootResolvers(store, tokens, withdrawals);
  }

  /** Bodies reach the handler as text, to be read without floats; answers leave as text for the same reason. */
  readonly routes = async (app: FastifyInstance): Promise<void> => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    app.post<{ Body: string }>('/graphql', async (request, reply) => {
      const { plan, response } = await this.handle(request);
      return sendAnswer(reply, plan.answer, response);
    });
  };

  private async handle(request: FastifyRequest<{ Body: string }>) {
    try {
      const call = this.reader.read(tryParse(request.body));
      const identity = this.tokens.identify(request.headers.authorization);
      checkAccess(call.fields, identity, this.store.world.settings);
      const plan = takeScenario(this.store, subjectOf(call));
      return { plan, response: plan.executes ? await this.execute(call, { identity, plan }) : undefined };
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      return { plan: plainPlan, response: this.refuse(error.refusal) };
    }
  }

  private async execute(call: Call, contextValue: CallContext): Promise<RawResponse> {
    const { schema, root: rootValue } = this;
    const { document, operationName, variables: variableValues } = call;
    const result = await execute({ schema, document, rootValue, contextValue, variableValues, operationName });
    if (!('data' in result)) return this.refuse({ status: 400, errors: (result.errors ?? []).map(asBadInput) });
    return this.respond(200, {
      ...(result.errors && { errors: result.errors.map(formatError) }),
      data: result.data,
    });
  }

  private refuse({ status, errors }: Refusal): RawResponse {
    return this.respond(status, { errors, data: null });
  }

  private respond(status: number, body: object): RawResponse {
    const { numberNotation } = this.store.world.settings;
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    return { status, headers, body: printExact(body, numberNotation) };
  }
}

function asBadInput({ message }: { readonly message: string }) {
  return { message, extensions: { code: 'BAD_USER_INPUT' } };
}

function tryParse(body: string): unknown {
  try {
    return parseExact(body);
  } catch {
    return undefined;
  }
}

/** The documented operations carry what a scenario is matched with in `variables.data`. */
function subjectOf({ fields, variables }: Call) {
  const data = variables['data'];
  const text = (key: string) => {
    const value = typeof data === 'object' && data !== null ? Reflect.get(data, key) : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  return { operation: fields[0] ?? '', note: text('note'), address: text('address') };
}
