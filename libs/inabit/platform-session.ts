import type { Exchange } from './graphql/exchange.js';
import type { GraphqlClient, GraphqlRequest } from './graphql/graphql-client.js';
import { isAuthenticationRefusal } from './graphql/refusals.js';
import type { AccessTokens } from './tokens/access-tokens.js';
import type { NoToken } from './tokens/token-answer.js';

export type Operation = Omit<GraphqlRequest, 'bearer'>;

/** The operation itself was not sent, for want of an access token. */
interface NoAccess extends Omit<NoToken, 'ok'> {
  readonly kind: 'no-access';
}

export type SessionAnswer = Exchange | NoAccess;

/**
 * Sends operations with an access token. Repeats one only when the token was refused, once, with a fresh token: a
 * refusal is the only answer that is known not to have been executed (failure model §2.3 rule 3). This may still end in
 * a second refusal, which is returned.
 */
export class PlatformSession {
  constructor(
    private readonly client: GraphqlClient,
    private readonly tokens: AccessTokens,
  ) {}

  async send(operation: Operation): Promise<SessionAnswer> {
    const { answer, token } = await this.#sendOnce(operation);
    if (token === undefined || answer.kind === 'no-access' || !isAuthenticationRefusal(answer)) return answer;
    this.tokens.discard(token);
    return (await this.#sendOnce(operation)).answer;
  }

  async #sendOnce(operation: Operation): Promise<{ answer: SessionAnswer; token?: string }> {
    const access = await this.tokens.get();
    if (!access.ok) {
      const { refused, observation, http } = access;
      return { answer: { kind: 'no-access', refused, observation, ...(http && { http }) } };
    }
    const answer = await this.client.send({ ...operation, bearer: access.token });
    return { answer, token: access.token };
  }
}
