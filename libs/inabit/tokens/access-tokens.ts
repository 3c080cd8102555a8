import type { Clock } from '#libs/platform/clock.js';
import type { GraphqlClient } from '../graphql/graphql-client.js';
import { accessTokenQuery } from '../operations.js';
import { singleFlight } from '../single-flight.js';
import { jwtExpiry } from './jwt.js';
import type { LoginTokens } from './login-tokens.js';
import { readTokenAnswer, type TokenAnswer } from './token-answer.js';

const age_max_ms = 10 * 60_000;
const before_expiry_ms = 60_000;

/**
 * Access tokens: documented to live 15 minutes on one line and 15 hours on another, so a token is kept until a minute
 * before its own `exp`, and never longer than 10 minutes. Concurrent callers share one fetch.
 */
export class AccessTokens {
  #held: { readonly token: string; readonly refreshAt: number } | undefined;
  readonly #fetchShared = singleFlight(() => this.#fetch());

  constructor(
    private readonly logins: LoginTokens,
    private readonly client: GraphqlClient,
    private readonly clock: Clock,
  ) {}

  async get(): Promise<TokenAnswer> {
    const held = this.#held;
    if (held && this.clock.now().getTime() < held.refreshAt) return { ok: true, token: held.token };
    return this.#fetchShared();
  }

  /** Forgets a token that was refused; another one, fetched meanwhile, stays. */
  discard(token: string): void {
    if (this.#held?.token === token) this.#held = undefined;
  }

  async #fetch(): Promise<TokenAnswer> {
    const answer = await this.#ask(await this.logins.current());
    // Another process may have rotated the login token under us.
    const settled =
      !answer.ok && answer.refused && (await this.logins.adoptPersisted())
        ? await this.#ask(await this.logins.current())
        : answer;
    if (settled.ok) this.#held = { token: settled.token, refreshAt: this.#refreshAt(settled.token) };
    return settled;
  }

  async #ask(loginToken: string): Promise<TokenAnswer> {
    const exchange = await this.client.send({ document: accessTokenQuery, bearer: loginToken });
    return readTokenAnswer(exchange, 'getApiUserAccessToken');
  }

  #refreshAt(token: string): number {
    const expiry = jwtExpiry(token)?.getTime() ?? Infinity;
    return Math.min(expiry - before_expiry_ms, this.clock.now().getTime() + age_max_ms);
  }
}
